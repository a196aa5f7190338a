// A page of a partner's as Relay has it: a query, a fragment, and a list that grows.
graphql`
  query ReportsQuery($first: Int!) {
    ...Reports_page @arguments(first: $first)
  }
`;
graphql`
  fragment Reports_page on Query
  @refetchable(queryName: "ReportsMoreQuery")
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" }) {
    reports(first: $first, after: $after) @connection(key: "Reports_reports") {
      totalCount
      edges {
        node {
          id
          ...Reports_one
        }
      }
    }
  }
`;
graphql`
  fragment Reports_one on Report {
    text
    receivedAt
    marking {
      level
    }
  }
`;
