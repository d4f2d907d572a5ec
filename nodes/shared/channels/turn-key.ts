export const toTurnKey = (id: string, holder: string): string => `${id}/${holder}`;

export interface TurnName {
	id: string;
	holder: string;
}

export function parseTurnKey(key: string): TurnName | undefined {
	const end = key.indexOf('/');
	return end > 0 && end < key.length - 1 ? { id: key.slice(0, end), holder: key.slice(end + 1) } : undefined;
}
