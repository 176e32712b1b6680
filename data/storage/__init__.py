"""Keeping a conversation on disk: durable TinyDB storage, the journal, the conversation file."""
