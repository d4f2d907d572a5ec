import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { type SandboxLevel, sandboxLevels } from '../../core/ports/sandbox/levels';
import { isoTime, list, sha256 } from '../documents/document-fields';
import { time } from '../registry/api/answer-fields';
import type { Evidence, EvidenceKind } from './read-evidence';

const text = Type.String({ maxLength: 300 });
const level = Type.Enum([...sandboxLevels]);
const dependency = Type.Object({ name: text, version: text, sha256 });

/** Later versions of a report can have more fields, but these keep their meaning. */
const facts = Type.Object({
	version: Type.Integer({ minimum: 1 }),
	subject: Type.Object({
		kind: text,
		name: text,
		/** Hash of the definition, of the list of a package's files, or of the manifest. */
		sha256,
		/** The packages outside its folder that a package loads. */
		dependencies: Type.Optional(list(dependency, 5_000)),
	}),
	level: Type.Object({ reached: level }),
	probes: list(Type.Object({ id: text, stopped: Type.Boolean() }), 1_000),
	/** Probes that the level does not stop, and the first level that does. */
	notStopped: list(Type.Object({ id: text, stoppedBy: level }), 1_000),
	outcome: Type.Object({ kind: text }),
	startedAt: isoTime,
});
/** Fields of a report that approvals read. It has more: sandbox/report/report-shape.ts. */
export type SandboxReportFacts = Static<typeof facts>;

/** A signed report of the sandbox. */
export const reportKind: EvidenceKind<SandboxReportFacts> = {
	type: 'troupe-sandbox-report+jwt',
	schema: facts,
	readTime: ({ startedAt }) => startedAt,
};

export const reportSummary = Type.Object({
	/** SHA-256 of the text that was signed, hex: `reportSha256` of the run. */
	sha256,
	level: Type.Unsafe<SandboxLevel>(Type.String()),
	/** The begin of the run. */
	startedAt: time,
	/** Key of the signature. */
	keyId: Type.String(),
});
/** A report in short, for people. */
export type ReportSummary = Static<typeof reportSummary>;

export const summarizeReport = ({ sha256, keyId, facts }: Evidence<SandboxReportFacts>): ReportSummary => ({
	sha256,
	level: facts.level.reached,
	startedAt: facts.startedAt,
	keyId,
});
