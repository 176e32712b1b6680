"""The replica (notes and fields of one document), snapshots, checks on updates, earlier states."""
