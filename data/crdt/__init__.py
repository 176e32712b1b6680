"""The replica (notes and fields of one document), snapshots, update validation, time travel."""
