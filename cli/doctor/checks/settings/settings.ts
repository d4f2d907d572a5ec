import { settingChoices, settingLists } from '../../../../core/base/settings/setting-choices';
import {
	type Environment,
	foreignSettings,
	ownSettings,
	type Setting,
	toolSecretPrefix,
	toolSecretSuffixes,
} from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import { trustSettings } from '../../../../manifests/client/registry-settings';
import { readKeyLifetimes } from '../../../../service/access/keys/key-lifetimes';
import { readApprovalRules } from '../../../../providers/compose/settings/approval-rules';
import { readTracingSettings } from '../../../../providers/compose/tracing/tracing-settings';
import { failBy, ok, warn, type Check, type Finding } from '../../check';
import { findNearName } from '../../../../core/base/text/near-name';

const known: readonly string[] = [...ownSettings, ...foreignSettings];

/** Names are printed, values never. */
export const settingsCheck: Check = {
	id: 'settings',
	looksAt: 'the settings of this environment and of settings.json: misspelled, blank, contradicting or invalid ones',
	look({ environment }) {
		const names = Object.keys(environment)
			.filter((name) => environment[name] !== undefined)
			.sort();
		const findings = [
			...names.flatMap((name) => judgeName(name)),
			...names.filter((name) => isOwn(name) && isBlank(environment[name]!)).map(blank),
			...names
				.filter((name) => known.includes(`${name}_FILE`) && isSet(name, environment) && isSet(`${name}_FILE`, environment))
				.map(twice),
			...names.filter((name) => isListWithoutSecret(name, environment)).map(listWithoutSecret),
			...judgeValues(environment),
		];
		const set = names.filter((name) => isOwn(name) && isSet(name, environment)).length;
		return findings.length > 0 ? findings : [ok(set === 0 ? 'No TROUPE_ variable is set.' : `TROUPE_ variables that are set: ${set}`)];
	},
};

const isOwn = (name: string) => (ownSettings as readonly string[]).includes(name) || name.startsWith(toolSecretPrefix);
const isSet = (name: string, environment: Environment) => (environment[name] ?? '').trim() !== '';

/** Judges a name that Troupe does not read, but that begins like one of its own or differs from one by a slip. */
function judgeName(name: string): Finding[] {
	if (known.includes(name) || name.startsWith(toolSecretPrefix)) return [];
	const near = findNearName(name, ownSettings);
	if (near !== undefined) return [warn(`${name} is not a setting of Troupe.`, `Rename it to ${near}, or remove it.`)];
	if (!name.startsWith('TROUPE_')) return [];
	return [
		warn(
			`${name} is not a setting of this version of Troupe.`,
			'Remove it, or correct its name: docs/operations/settings.md lists all of them.',
		),
	];
}

/** An empty value means unset in templates, such as that of Docker Compose. Only blanks are a mistake. */
const isBlank = (value: string) => value !== '' && value.trim() === '';

const blank = (name: string) => warn(`${name} is blank, which counts as missing.`, 'Set it, or remove it.');

const twice = (name: string) => warn(`${name} and ${name}_FILE are both set: the file is not read.`, 'Remove one of them.');

function isListWithoutSecret(name: string, environment: Environment): boolean {
	return name.startsWith(toolSecretPrefix) && secretOf(name) !== name && environment[secretOf(name)] === undefined;
}

/** The variable of the secret whose list this is; other names as they are. */
function secretOf(name: string): string {
	const suffix = toolSecretSuffixes.find((one) => name.endsWith(one));
	return suffix === undefined ? name : name.slice(0, -suffix.length);
}

const listWithoutSecret = (name: string) =>
	warn(`${name} limits a secret that is not set, so it counts as a secret of its own.`, `Set ${secretOf(name)}, or remove it.`);

const readers: Array<(environment: Environment) => unknown> = [
	...(Object.keys({ ...settingChoices, ...settingLists }) as Setting[]).map(
		(name) => (environment: Environment) => readSetting(name, environment),
	),
	// A name of its own, because otherwise one would be created and stored.
	(environment) => trustSettings({ ...environment, TROUPE_INSTANCE: 'doctor' }),
	readApprovalRules,
	readKeyLifetimes,
	readTracingSettings,
];

function judgeValues(environment: Environment): Finding[] {
	const faults = new Map<string, Finding>();
	for (const read of readers)
		try {
			read(environment);
		} catch (error) {
			const finding = failBy(error);
			faults.set(finding.text, finding);
		}
	return [...faults.values()];
}
