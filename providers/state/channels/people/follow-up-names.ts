/** What the names of follow-ups in the outbox begin with. */
export const followUpPrefix = 'follow-up ';
