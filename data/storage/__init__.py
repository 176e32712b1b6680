"""A conversation on disk: the durable TinyDB storage, the journal, the conversation file."""
