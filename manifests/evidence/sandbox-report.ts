import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { type SandboxLevel, sandboxLevels } from '../../core/ports/sandbox/levels';
import { isoTime, list, sha256 } from '../documents/document-fields';
import { time } from '../registry/api/answer-fields';
import type { Evidence, EvidenceKind } from './read-evidence';

const text = Type.String({ maxLength: 300 });
const level = Type.Enum([...sandboxLevels]);
const dependency = Type.Object({ name: text, version: text, sha256 });

/** Later versions can add fields, but these keep their meaning. */
const facts = Type.Object({
	version: Type.Integer({ minimum: 1 }),
	subject: Type.Object({
		kind: text,
		name: text,
		sha256,
		dependencies: Type.Optional(list(dependency, 5_000)),
	}),
	level: Type.Object({ reached: level }),
	probes: list(Type.Object({ id: text, stopped: Type.Boolean() }), 1_000),
	notStopped: list(Type.Object({ id: text, stoppedBy: level }), 1_000),
	outcome: Type.Object({ kind: text }),
	startedAt: isoTime,
});
/** Fields that approvals read. The full report: sandbox/report/report-shape.ts. */
export type SandboxReportFacts = Static<typeof facts>;

export const reportKind: EvidenceKind<SandboxReportFacts> = {
	type: 'troupe-sandbox-report+jwt',
	schema: facts,
	readTime: ({ startedAt }) => startedAt,
};

export const reportSummary = Type.Object({
	/** SHA-256 of the signed text, hex: `reportSha256` of the run. */
	sha256,
	level: Type.Unsafe<SandboxLevel>(Type.String()),
	startedAt: time,
	keyId: Type.String(),
});
export type ReportSummary = Static<typeof reportSummary>;

export const summarizeReport = ({ sha256, keyId, facts }: Evidence<SandboxReportFacts>): ReportSummary => ({
	sha256,
	level: facts.level.reached,
	startedAt: facts.startedAt,
	keyId,
});
