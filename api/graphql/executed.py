"""The questions that are executed and not compiled, since they are more than one read: put together here from their parts."""

from strawberry.tools import merge_types

from api.graphql.administration import QUERY as ADMINISTRATION
from api.graphql.analysis import AnalysisQuery
from api.graphql.analysis_runs import RunQuery
from api.graphql.pointers import PointerQuery
from api.graphql.webhooks import WebhookQuery

QUERY: type = merge_types("ExecutedQuery", (ADMINISTRATION, PointerQuery, AnalysisQuery, RunQuery, WebhookQuery))
