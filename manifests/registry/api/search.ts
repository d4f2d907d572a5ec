import type { ManifestKind } from '../../documents/documents';
import type { ManifestSummary } from './lifecycle';

export interface ManifestFilter {
	kind?: ManifestKind;
	name?: string;
	version?: string;
	/** Hash prefix: 4 to 64 hex digits. */
	sha256?: string;
	state?: ManifestSummary['state'];
	/** In name, purpose or capabilities. */
	text?: string;
	cursor?: string;
	/** 1 to 500. Default 100. */
	limit?: number;
}

export interface Page<Item> {
	items: Item[];
	/** Absent on the last page. */
	cursor?: string;
}

export interface ResolveRequest {
	kind?: ManifestKind;
	/** With a range; without a name, all that can do what is asked. */
	name?: string;
	/** A range of node-semver, such as `^1.2`. Default `*`. */
	range?: string;
	/** Every one of these, such as `crm.read`. */
	capabilities?: string[];
	/** In words, such as "who can read a CRM?". */
	question?: string;
	/** For rollouts: which side this instance is on. */
	instance?: string;
	limit?: number;
}

export interface Match {
	manifest: ManifestSummary;
	/** 0 to 1; 1 is an exact name and range, or every capability word for word. */
	score: number;
	/** For people, such as `has the capability crm.read`. */
	reasons: string[];
	/** Such as: deprecated, go to 1.4.0. */
	warnings: string[];
}

export interface ManifestDiff {
	from: string;
	to: string;
	/** By JSON pointer into the definition, or by file. */
	changes: Array<{ path: string; kind: 'added' | 'removed' | 'changed'; from?: unknown; to?: unknown }>;
	requiredBump: 'none' | 'patch' | 'minor' | 'major';
	reasons: string[];
}
