import type { Turn } from '../../ports/channels/mailbox';

/** Stable for a repeated turn. */
export const handOverKey = ({ id }: Pick<Turn, 'id'>): string => `turn ${id}`;
