"""The optional reader: a language model behind an OpenAI-compatible endpoint, whose every word is held to the text."""

from onrecord.read.llm.options import LlmOptions
from onrecord.read.llm.reader import LlmReader
from onrecord.read.llm.usage import Usage

__all__ = ["LlmOptions", "LlmReader", "Usage"]
