"""Assessment: from questions that anybody can answer to impact, urgency and priority.

The method is a document: its questions, its thresholds, the matrix of impact and urgency, the
grades of organisations, and its own test cases. Life comes first: a life risk is priority 1
whatever the matrix says. Whether anybody believes a caller is no input (X-2). Requirements
S3-33, S3-39, S3-40.
"""

from stayline_core.assessment.method import (
    NO,
    NOT_KNOWN,
    YES,
    Condition,
    Grade,
    Impact,
    Method,
    Question,
    Result,
    Scheme,
    Threshold,
    Urgency,
    WhatIf,
    assess,
    faults_of,
)
from stayline_core.assessment.parse import KIND, Case, parse_assessment

__all__ = [
    "KIND",
    "NO",
    "NOT_KNOWN",
    "YES",
    "Case",
    "Condition",
    "Grade",
    "Impact",
    "Method",
    "Question",
    "Result",
    "Scheme",
    "Threshold",
    "Urgency",
    "WhatIf",
    "assess",
    "faults_of",
    "parse_assessment",
]
