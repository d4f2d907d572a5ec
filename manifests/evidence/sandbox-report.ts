import { type SandboxLevel, sandboxLevels } from '../../core/ports/sandbox/levels';
import type { ManifestDependency } from '../documents/documents';
import type { Evidence, EvidenceKind } from './read-evidence';

/** Fields of a report that approvals read. It has more: sandbox/report/report-shape.ts. */
export interface SandboxReportFacts {
	version: number;
	/**
	 * Subject of the run. `sha256`: of the definition, of the list of a package's files, or of the manifest. `dependencies`: the packages outside its
	 * folder that a package loads; absent before version 4.
	 */
	subject: { kind: string; name: string; sha256: string; dependencies?: ManifestDependency[] };
	level: { reached: SandboxLevel };
	probes: Array<{ id: string; stopped: boolean }>;
	/** Probes that the level does not stop, and the first level that does. */
	notStopped: Array<{ id: string; stoppedBy: SandboxLevel }>;
	outcome: { kind: string };
	/** ISO 8601. */
	startedAt: string;
}

const text = { type: 'string', maxLength: 300 };
const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const open = (properties: Record<string, object>, optional: Record<string, object> = {}) => ({
	...{ type: 'object', properties: { ...properties, ...optional } },
	required: Object.keys(properties),
});
const list = (items: object, maxItems = 1_000) => ({ type: 'array', items, maxItems });
const level = { enum: sandboxLevels };

/** Later versions of a report can have more fields, but these keep their meaning. */
const schema = open({
	version: { type: 'integer', minimum: 1 },
	subject: open({ kind: text, name: text, sha256 }, { dependencies: list(open({ name: text, version: text, sha256 }), 5_000) }),
	level: open({ reached: level }),
	probes: list(open({ id: text, stopped: { type: 'boolean' } })),
	notStopped: list(open({ id: text, stoppedBy: level })),
	outcome: open({ kind: text }),
	startedAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' },
});

/** A signed report of the sandbox. */
export const reportKind: EvidenceKind<SandboxReportFacts> = {
	type: 'troupe-sandbox-report+jwt',
	schema,
	readTime: ({ startedAt }) => startedAt,
};

/** A report in short, for people. */
export interface ReportSummary {
	/** SHA-256 of the text that was signed, hex: `reportSha256` of the run. */
	sha256: string;
	level: SandboxLevel;
	/** ISO 8601: when the run started. */
	startedAt: string;
	/** Key of the signature. */
	keyId: string;
}

export const summarizeReport = ({ sha256, keyId, facts }: Evidence<SandboxReportFacts>): ReportSummary => ({
	sha256,
	level: facts.level.reached,
	startedAt: facts.startedAt,
	keyId,
});
