import { type Command, InvalidArgumentError, Option } from 'commander';
import { readSetting } from '../../core/base/settings/settings';
import { languages } from '../../core/base/text/languages';
import { isTenant } from '../../core/base/tenant';
import { zeebeVersions } from '../../bpmn/zeebe-version';
import type { Session } from './session';

export function engineOption(embedded: string, standard = 'embedded'): Option {
	const description = `embedded: ${embedded}; zeebe: the cluster at --address; or a URL: grpc://, grpcs://, http://, https://`;
	return new Option('-e, --engine <engine>', description).argParser(parseEngine).default(standard);
}

/** Parses `embedded`, `zeebe` or a URL. */
function parseEngine(text: string): string {
	if (['embedded', 'zeebe'].includes(text) || /^(grpcs?|https?):\/\/./i.test(text)) return text;
	throw new InvalidArgumentError('Expected embedded, zeebe, or a URL that starts with grpc://, grpcs://, http:// or https://.');
}

export function addressOption(): Option {
	return new Option('-a, --address <host:port>', "the cluster's gRPC gateway, or the URL of its REST API")
		.env('ZEEBE_ADDRESS')
		.default('127.0.0.1:26500');
}

export function targetOption(description: string): Option {
	return new Option('--target <version>', `the Zeebe version ${description}`).choices([...zeebeVersions]);
}

export function wholeNumber(smallest: number, largest: number): (text: string) => number {
	return (text) => {
		const number = Number(text);
		if (/^\d+$/.test(text) && number >= smallest && number <= largest) return number;
		throw new InvalidArgumentError(`Expected a whole number from ${smallest} to ${largest}.`);
	};
}

export function decimalNumber(smallest: number, largest: number): (text: string) => number {
	return (text) => {
		const number = Number(text);
		if (/^\d+(\.\d+)?$/.test(text) && number >= smallest && number <= largest) return number;
		throw new InvalidArgumentError(`Expected a number from ${smallest} to ${largest}.`);
	};
}

export function withTenant(command: Command, session: Session): Command {
	if (command.commands.length > 0) {
		for (const child of command.commands) withTenant(child, session);
		return command;
	}
	return ofTenant(command, session);
}

/** Declares it on this command alone. */
export function ofTenant(command: Command, session: Session, what = 'whose state is used; default: TROUPE_TENANT, else default'): Command {
	return command
		.addOption(new Option('--tenant <tenant>', what).argParser(tenantArgument))
		.hook('preAction', () => void (session.terminal.tenant = command.opts<{ tenant?: string }>().tenant));
}

export function withService(command: Command, session: Session): Command {
	return command
		.addOption(new Option('--service <name>', 'works at this service of `troupe login`; default: TROUPE_SERVICE, else this machine'))
		.hook('preAction', () => {
			const { terminal } = session;
			terminal.service = command.opts<{ service?: string }>().service ?? readSetting('TROUPE_SERVICE', terminal.environment);
		});
}

export const spokenLanguage = () =>
	new Option('--language <language>', 'of what is said. Default: that of the tenant, or English').choices(languages);

export function limitOption(what: string, standard: number, largest = 1000): Option {
	return new Option('-n, --limit <number>', `max ${what}`).argParser(wholeNumber(1, largest)).default(standard);
}

export function tenantArgument(text: string): string {
	if (isTenant(text)) return text;
	throw new InvalidArgumentError(
		'Expected a name of at most 200 characters on one line, without slashes and without leading or trailing spaces, and not *.',
	);
}

/** Returns a parser of names from a list, in any case, separated by commas. */
export function parseList<Name extends string>(names: readonly Name[]): (text: string) => Name[] {
	return (text) =>
		text.split(',').map((part) => {
			const match = names.find((name) => name.toLowerCase() === part.trim().toLowerCase());
			if (match !== undefined) return match;
			throw new InvalidArgumentError(`Expected one or more of: ${names.join(', ')}.`);
		});
}

export function listOfNames(text: string): string[] {
	const names = text.split(',').map((name) => name.trim());
	if (names.every(Boolean)) return names;
	throw new InvalidArgumentError('Expected names that are separated by commas.');
}

/** Parses a time as ISO 8601 to milliseconds since the epoch. */
export function parseTime(text: string): number {
	const time = Date.parse(text);
	if (Number.isFinite(time)) return time;
	throw new InvalidArgumentError('Expected a time such as 2026-11-22 or 2026-11-22T18:00:00Z.');
}

export const jsonOption = () => new Option('--json', 'print the result as JSON');

export const withJson = (command: Command): Command => command.addOption(jsonOption());

/** Adds `--keys FOLDER` and `--key NAME` to a command whose output authors and approvers can sign. */
export const withKeys = (command: Command, description: string): Command =>
	command
		.option('--keys <folder>', description)
		.option('--key <name>', 'whose key, if the folder contains several: author, approver, or the name of a key');

export const yesOption = () => new Option('-y, --yes', 'do it without asking; needed where nobody can be asked');
