"""Mail: templates by language, an outbox with delivery states, calendar attachments."""
