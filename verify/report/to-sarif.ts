import type { Language } from '../../core/base/text/languages';
import type { ReportedAttack, VerifyReport } from './verify-report';

const levels = { held: 'none', open: 'error', 'not-tried': 'none' } as const;
const kinds = { held: 'pass', open: 'fail', 'not-tried': 'notApplicable' } as const;

/** Converts a report to SARIF 2.1.0 (OASIS): each attack is a rule with one result. */
export function toSarif({ risks, troupe, startedAt, endedAt, home, counts, ...report }: VerifyReport, language: Language) {
	const { only, of, machine, settings, policies, leftOut } = report;
	const attacks = risks.flatMap((risk) => risk.attacks);
	return {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'troupe verify', version: troupe, rules: attacks.map((attack) => toRule(attack, language)) } },
				invocations: [{ executionSuccessful: counts.failed === 0, startTimeUtc: startedAt, endTimeUtc: endedAt }],
				properties: { only, of, machine, settings, policies, leftOut },
				results: attacks.map((attack, ruleIndex) => toResult(attack, { ruleIndex, home })),
			},
		],
	};
}

const toRule = ({ id, title, tries, fix, aisvs }: ReportedAttack, language: Language) => ({
	id,
	shortDescription: { text: title[language] },
	fullDescription: { text: tries },
	...(fix !== undefined && { help: { text: fix } }),
	properties: { tags: ['security', id.slice(0, 5), ...aisvs.map((requirement) => `AISVS-${requirement}`)] },
});

/** A place is required by code scanners; the installation is one folder. */
const toResult = ({ id, state, seen }: ReportedAttack, { ruleIndex, home }: { ruleIndex: number; home: string }) => ({
	ruleId: id,
	ruleIndex,
	kind: kinds[state],
	level: levels[state],
	message: { text: seen },
	locations: [{ physicalLocation: { artifactLocation: { uri: `file://${home.split('/').map(encodeURIComponent).join('/')}/` } } }],
	partialFingerprints: { attack: id },
});
