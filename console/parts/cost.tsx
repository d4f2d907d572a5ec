import { formatCost } from '../words/format';

/** A cost as people read it, rounded; the whole amount is its value. */
export const Cost = ({ usd }: { usd: number }) => <data value={String(usd)}>{formatCost(usd)}</data>;
