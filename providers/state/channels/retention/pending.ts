import { isWaiting } from '../people/find-waits';

const of = (table: string) => `FROM ${table} WHERE ${table}.tenant = conversation.tenant AND ${table}.conversation = conversation.id`;

/** SQL condition on `conversation`: the customer waits, or something is still to be sent to them or a desk. */
export const isPending = `(${isWaiting} OR EXISTS (SELECT 1 ${of('outgoing')} AND (outgoing.waits = 1 OR outgoing.state = 'held'))
	OR EXISTS (SELECT 1 ${of('desk_write')} AND desk_write.waits = 1))`;
