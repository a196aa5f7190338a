"""What a grant would open, before anybody approves it: classes, fields, people, connections and paths, by numbers and kinds."""
