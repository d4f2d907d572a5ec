export interface Entry {
	index: number;
	id: string;
	at: string;
	action: string;
	outcome: string;
	who: Part;
	object?: Part;
	details?: Part;
}

interface Part {
	kind: string;
	hash?: string;
	value?: unknown;
	isForgotten?: boolean;
	isDamaged?: boolean;
}

export interface EntryPage {
	items: Entry[];
	before?: number;
	damage?: string;
}

/** Names a part: by its name, text or fields. */
export function namePart(part: Part | undefined, forgotten: string, damaged: string): string {
	if (part === undefined) return '';
	const { kind, value, isForgotten, isDamaged } = part;
	if (isForgotten || isDamaged) return `${kind}: ${isDamaged ? damaged : forgotten}`;
	const name = (value as { name?: unknown } | null)?.name ?? value ?? part.hash ?? '';
	const text = typeof name === 'string' ? name : JSON.stringify(name);
	return text.startsWith(`${kind}:`) ? text : `${kind}: ${text}`;
}
