import { formatCost } from '../words/format';

export const Cost = ({ usd }: { usd: number }) => <data value={String(usd)}>{formatCost(usd)}</data>;
