import { session } from '../../api/session';

export interface Collection {
	name: string;
	stamp: { embedding?: { model: string } };
	documents: number;
	failed: number;
	chunks: number;
	bytes?: number;
	/** Absent: everybody. */
	readers?: string[];
	writers?: string[];
	shadow?: { documents: number };
}

export const documentStates = ['failed', 'quarantined', 'ready'] as const;
export type DocumentState = (typeof documentStates)[number];

export interface StoredDocument {
	id: string;
	title: string;
	state: DocumentState;
	chunks: number;
	metadata: Record<string, unknown>;
	ingestedAt: string;
	source?: string;
	writer?: string;
	quarantined?: string;
	failure?: { failure: string; message: string };
	emptyPages?: number;
	doubtfulPlaces?: number;
}

export const ofCollection = (name: string, rest = ''): string => `knowledge/collections/${encodeURIComponent(name)}${rest}`;

/** Returns whether the person may change this collection: scopes can name a single one. */
export const mayManage = (name: string): boolean =>
	session.value?.scopes.some((scope) => scope === 'knowledge:manage' || scope === `knowledge:manage:${name}`) ?? false;
