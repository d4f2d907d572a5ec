import type { AuditEntry, AuditFilter, CheckedAudit } from '../../../manifests/registry/registry-api';
import { tellOutbox, tellVerified } from '../../audit/tell-verified';
import { allOf, openRegistry, type RegistryOptions } from '../shared/open-registry';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { tellMore } from '../../terminal/tell-more';
import { printable, type Terminal } from '../../terminal/terminal';

export interface AuditOptions extends RegistryOptions, Pick<AuditFilter, 'action' | 'subject' | 'manifest'> {
	limit: number;
	check?: boolean;
}

export interface EventsOptions extends RegistryOptions {
	follow?: boolean;
	after?: number;
}

/** Prints the changes of the registry in the audit log, refused ones included. */
export async function runAudit({ limit, ...options }: AuditOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	if (options.check) return showCheck(await api.checkAudit(caller), options, terminal);
	const { action, subject, manifest } = options;
	const entries: AuditEntry[] = [];
	let isCut = false;
	const filter = { action, subject, manifest, limit: Math.min(limit + 1, 500) };
	for await (const entry of allOf((cursor) => api.audit(caller, { ...filter, cursor }), limit + 1)) {
		isCut = entries.length === limit;
		if (isCut) break;
		if (options.json) terminal.print(JSON.stringify(entry));
		entries.push(entry);
	}
	if (options.json) return 0;
	if (entries.length > 0) auditLines(entries, terminal).forEach(terminal.print);
	else terminal.note('No audit entry matches.');
	tellMore({ items: entries, isCut }, terminal);
	return 0;
}

/** Returns 1 if the log, or what waits for it, is not as it was written. */
function showCheck(checked: CheckedAudit, { json }: Pick<AuditOptions, 'json'>, terminal: Terminal): ExitCode {
	if (json) terminal.print(JSON.stringify(checked, null, '\t'));
	else terminal.print(tellVerified(checked));
	if (!json) tellOutbox(checked, 'change', 'of the registry').forEach(terminal.note);
	return checked.fault || checked.foreign > 0 ? 1 : 0;
}

function auditLines(entries: AuditEntry[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'at', title: 'at', value: ({ at }) => at },
			{ name: 'subject', title: 'who', value: ({ subject }) => subject },
			{ name: 'action', title: 'did', value: ({ action }) => action },
			{ name: 'outcome', title: 'outcome', value: ({ outcome }) => outcome },
			{ name: 'object', title: 'to', value: ({ object }) => (/^[0-9a-f]{64}$/.test(object) ? object.slice(0, 12) : object) },
			{ name: 'details', title: '', value: ({ details }) => detailsText(details) },
		],
		entries,
		terminal,
		({ outcome }) => (outcome === 'refused' ? 'red' : undefined),
	);
}

export async function runEvents(options: EventsOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	const { follow = false } = options;
	const after = options.after ?? (follow ? undefined : 0);
	for await (const event of api.events(caller, after, terminal.stop, { follow })) {
		terminal.print(
			options.json ? JSON.stringify(event) : printable(`${event.at}  ${event.id}  ${event.type}  ${detailsText(event.about)}`),
		);
		await terminal.drained?.();
	}
	return 0;
}

function detailsText(details: Record<string, unknown>): string {
	return Object.entries(details)
		.map(
			([name, value]) => `${name}=${typeof value === 'string' ? (name === 'sha256' ? value.slice(0, 12) : value) : JSON.stringify(value)}`,
		)
		.join(' ');
}
