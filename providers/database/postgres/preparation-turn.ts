/** Serializes the creation of schemas and roles until the transaction ends: two processes would fail. */
export const takePreparationTurn = 'select pg_advisory_xact_lock(7477301944)';
