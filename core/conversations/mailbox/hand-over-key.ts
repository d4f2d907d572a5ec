import type { Turn } from '../../ports/channels/mailbox';

/** Names the hand-over of a turn, also where the turn is repeated. */
export const handOverKey = ({ id }: Pick<Turn, 'id'>): string => `turn ${id}`;
