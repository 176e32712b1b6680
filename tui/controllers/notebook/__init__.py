"""The actions of the notebook screen: beginning a conversation, and putting one away."""
