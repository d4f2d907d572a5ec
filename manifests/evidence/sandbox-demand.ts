import { TroupeError } from '../../core/base/errors';
import { type SandboxLevel, sandboxLevels } from '../../core/ports/sandbox/levels';
import type { ManifestKind } from '../documents/document-words';
import { getKind, type ManifestDocument } from '../documents/documents';
import { ownPackage } from '../documents/several-manifests';
import { parseDuration } from './duration';

/** A community node is a package of another publisher. */
export const sandboxSubjects = ['agent', 'community-node'] as const;
export type SandboxSubject = (typeof sandboxSubjects)[number];

export interface SandboxDemand {
	level: SandboxLevel;
	/** Max age of a report as ISO 8601 duration, such as `P7D`. */
	maxAge: string;
	for: SandboxSubject[];
	/** Keys whose reports count. Absent: all authors and approvers, except the version's author. */
	signers?: string[];
}

const maxAgeDays = 366;

/** Drops unknown fields. @throws TroupeError INPUT_INVALID */
export function checkSandboxDemand({ level, maxAge, for: subjects, signers }: SandboxDemand): SandboxDemand {
	if (!sandboxLevels.includes(level)) throw invalid('level', level, `one of ${sandboxLevels.join(', ')}`);
	const milliseconds = parseDuration(maxAge);
	if (milliseconds === undefined || milliseconds <= 0 || milliseconds > maxAgeDays * 86_400_000)
		throw invalid('maxAge', maxAge, `a duration of ISO 8601 of at most ${maxAgeDays} days, such as P7D or PT12H`);
	if (!Array.isArray(subjects) || subjects.length === 0 || !subjects.every((one) => sandboxSubjects.includes(one)))
		throw invalid('for', subjects, `a list of ${sandboxSubjects.join(', ')}`);
	if (signers !== undefined && !(Array.isArray(signers) && signers.length > 0 && signers.length <= 64 && signers.every(isKeyId)))
		throw invalid('signers', signers, 'a list of 1 to 64 key ids, as `troupe manifest keys` prints them');
	return {
		level,
		maxAge,
		for: sandboxSubjects.filter((one) => subjects.includes(one)),
		...(signers && { signers: [...new Set(signers)] }),
	};
}

export function demandsReport({ for: subjects }: SandboxDemand, identity: { kind: ManifestKind; name: string }): boolean {
	const subject = describeSubject(identity);
	return subject !== undefined && subjects.includes(subject);
}

export const identify = (manifest: ManifestDocument): { kind: ManifestKind; name: string; version: string } => ({
	kind: getKind(manifest),
	...manifest.package,
});

/** Returns undefined for Troupe's own package: the sandbox is part of it. */
export function describeSubject({ kind, name }: { kind: ManifestKind; name: string }): SandboxSubject | undefined {
	if (kind === 'package') return name === ownPackage ? undefined : 'community-node';
	return kind === 'agent' ? 'agent' : undefined;
}

export function commandFor({ kind, name }: { kind: ManifestKind; name: string }, level: SandboxLevel = 'L0+'): string {
	const target = kind === 'package' ? `package ${name}` : `agent ${name}.json --message TEXT`;
	return `troupe sandbox run ${target} --level ${level} --keys FOLDER --key approver --json > report.json`;
}

const isKeyId = (value: unknown) => typeof value === 'string' && /^[A-Za-z0-9._-]{1,100}$/.test(value);

function invalid(field: string, actual: unknown, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field sandbox.${field} of the policy is ${String(JSON.stringify(actual)).slice(0, 100)}, expected ${expected}`,
		fix: 'Correct the policy: `troupe manifest policy set`.',
		details: { field: `sandbox.${field}`, expected },
	});
}
