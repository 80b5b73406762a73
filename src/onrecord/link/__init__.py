"""Claims to events: blocking, scoring, clustering, text reuse."""

from onrecord.link.incidents import Report, cluster_documents
from onrecord.link.leads import told_beside
from onrecord.link.linker import Change, Linker, link_claims, linker_of
from onrecord.link.mentions import GivenMention, MentionDocument, cluster_mentions
from onrecord.link.profile import Profile, profile_of
from onrecord.link.relations import relate, relations_of
from onrecord.link.reuse import Reuse, text_reuse
from onrecord.link.score import PairScore, score_pair

__all__ = [
    "Change",
    "GivenMention",
    "Linker",
    "MentionDocument",
    "PairScore",
    "Profile",
    "Report",
    "Reuse",
    "cluster_documents",
    "cluster_mentions",
    "link_claims",
    "linker_of",
    "profile_of",
    "relate",
    "relations_of",
    "score_pair",
    "text_reuse",
    "told_beside",
]
