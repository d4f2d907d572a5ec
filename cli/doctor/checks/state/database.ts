import type pg from 'pg';
import { isTroupeError } from '../../../../core/base/errors';
import { policyFolders } from '../../../../core/base/home-folders';
import type { Environment } from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import type { TenantRules } from '../../../../core/ports/tenants';
import { findPolicy } from '../../../../providers/compose/guardrails/find-policy';
import { withoutPassword } from '../../../../providers/database/database-place';
import { type FaultKind, faultReason, shortenMessage } from '../../../../providers/database/fault-reason';
import { connectApart, hasPooler } from '../../../../providers/database/postgres/postgres-pool';
import { findDatabase } from '../../../../providers/compose/state/state-place';
import { readStateTable } from '../../../../providers/database/postgres/read-state-table';
import { parseServerAddress } from '../../../../providers/database/postgres/server-address';
import { fail, failBy, ok, skipped, warn, type Check, type Finding, type Machine } from '../../check';
import { judgeSharedMasterKey } from '../keys/master-key';
import { judgeChannels } from './channels';
import { judgeRights, judgeSchemas } from './database-schemas';
import { judgeResidency } from './residency';
import { judgeRequests } from './requests';
import { judgeRetention } from './retention';
import { listStateServers, type StateServer } from './servers';
import { judgeSwitches } from './switches';
import { judgeWitnesses } from './witnesses';

/** A machine that follows a registry or a trust folder can have policies that are published. The doctor does not ask for them. */
const sourcesOfPublished = ['TROUPE_REGISTRY_URL', 'TROUPE_TRUST'] as const;

/** Judges whether this machine has the guardrail policies that tenants of the database require. */
async function judgeTenantPolicies(client: pg.Client, environment: Environment): Promise<Finding[]> {
	if (sourcesOfPublished.some((setting) => readSetting(setting, environment) !== undefined)) return [];
	const host = { policyFolders: policyFolders(environment), gate: { admit: () => Promise.reject(new Error('nothing is published')) } };
	const findings: Finding[] = [];
	for (const { tenant, rules } of await readRules(client)) {
		for (const name of (JSON.parse(rules) as TenantRules).policies ?? []) {
			const reason = await findPolicy(name, host).then(() => undefined, explain);
			if (reason === undefined) continue;
			findings.push(
				fail(
					`The tenant "${tenant}" requires the guardrail policy "${name}", and nothing of the tenant runs on this machine without it. ${reason}`,
					'Copy its file to a folder of TROUPE_POLICIES, follow the registry that publishes it (TROUPE_REGISTRY_URL), or change the rule with `troupe tenant set`.',
				),
			);
		}
	}
	return findings;
}

async function readRules(client: pg.Client): Promise<Array<{ tenant: string; rules: string }>> {
	const rows = await readStateTable<{ tenant: string; rules: string }>(client, 'tenant_rules');
	return (rows ?? []).toSorted((one, other) => (one.tenant < other.tenant ? -1 : 1));
}

function explain(error: unknown): string {
	if (isTroupeError(error)) return error.message;
	throw error;
}

export const databaseCheck: Check = {
	id: 'database',
	looksAt: 'each PostgreSQL of the settings: login, role, schemas, pgvector, standby, pooler, policies that tenants require',
	async look(machine) {
		const { environment } = machine;
		findDatabase({ database: readSetting('TROUPE_DATABASE_URL', environment) ?? '' }); // reports another kind of address
		const servers = listStateServers(environment);
		if (servers.length === 0) return [skipped('The settings name no PostgreSQL: state is in files.')];
		return (await Promise.all(servers.map((server) => judgeServer(server, machine)))).flat();
	},
};

const fixes: Partial<Record<FaultKind, string>> = {
	login: 'Correct user, password and database in the address.',
	permissions: 'Let the role own the database and the schema troupe.',
	busy: 'Allow more connections (max_connections of the server, or a pooler), then try again.',
};

async function judgeServer(server: StateServer, machine: Machine): Promise<Finding[]> {
	const { environment, nowMs } = machine;
	const where = `${withoutPassword(server.address)} (${server.settings.join(', ')})`;
	let client: pg.Client;
	try {
		client = await connectApart(server.address, 'troupe doctor');
	} catch (error) {
		if (isTroupeError(error)) return [failBy(error)];
		return [explainFault(error, where)];
	}
	try {
		// Whatever happens, nothing is changed, and a pooler gets the connection back as it was.
		await client.query('begin read only');
		return [
			...(await judgeRole(client, where)),
			...(await judgeSeveralServers(server.address)),
			...(server.settings.includes('TROUPE_DATABASE_URL') ? await judgeRights(client, where) : []),
			...(await judgeVectors(client, server, where)),
			...(await judgeSchemas(client, where)),
			...(server.settings.includes('TROUPE_DATABASE_URL')
				? [
						...(await judgeTenantPolicies(client, environment)),
						...(await judgeSwitches(client)),
						...(await judgeChannels(client)),
						...(await judgeRetention(client, nowMs)),
						...(await judgeResidency(client, environment)),
						...(await judgeWitnesses(client, machine)),
						...(await judgeRequests(client, nowMs)),
						...(await judgeSharedMasterKey(client, machine)),
					]
				: []),
		];
	} catch (error) {
		if (faultReason(error) === undefined) throw error;
		return [explainFault(error, where)];
	} finally {
		try {
			await client.query('rollback');
		} finally {
			await client.end();
		}
	}
}

function explainFault(error: unknown, where: string): Finding {
	const reason = faultReason(error);
	return fail(
		`The PostgreSQL ${where} ${reason?.text ?? 'cannot be used'}: ${shortenMessage(error)}.`,
		fixes[reason?.kind ?? 'unreachable'] ?? 'Start the server, or correct the address and the firewall.',
	);
}

interface ServerFacts {
	version: string;
	role: string;
	bypasses: boolean;
	standby: boolean;
	isReadOnly: boolean;
	encoding: string;
}

async function judgeRole(client: pg.Client, where: string): Promise<Finding[]> {
	const { rows } = await client.query<ServerFacts>(`
		select current_setting('server_version') as version, current_user as role, rolsuper or rolbypassrls as bypasses,
			pg_is_in_recovery() as standby, current_setting('default_transaction_read_only')::boolean as "isReadOnly", current_setting('server_encoding') as encoding
		from pg_roles where rolname = current_user`);
	const { version, role, bypasses, standby, isReadOnly, encoding } = rows[0]!;
	const findings = [ok(`PostgreSQL ${version} at ${where} accepts the role ${role}.`)];
	if (standby) findings.push(fail(`${where} is a standby, which accepts no changes.`, 'Name the primary server in the address.'));
	else if (isReadOnly)
		findings.push(
			fail(
				`${where} accepts no changes: default_transaction_read_only is on for its database or the role ${role}.`,
				'Run `alter database … reset default_transaction_read_only`, or the same for the role, as an administrator.',
			),
		);
	if (encoding !== 'UTF8')
		findings.push(fail(`The database ${where} stores ${encoding}, not UTF8.`, 'Create a database with the encoding UTF8.'));
	if (bypasses)
		findings.push(
			warn(
				`The role ${role} bypasses row-level security. Transactions of Troupe switch to a role that does not, but other programs with this login see all tenants.`,
				'Log in with an ordinary role that owns the database.',
			),
		);
	if (await hasPooler(client))
		findings.push(
			ok(`A pooler is between this machine and ${where}. Without Redis, changes of other processes are then seen after up to two seconds.`),
		);
	return findings;
}

async function judgeVectors(client: pg.Client, { holdsVectors }: StateServer, where: string): Promise<Finding[]> {
	if (!holdsVectors) return [];
	const { rows } = await client.query<{ installed: string | null }>(
		`select installed_version as installed from pg_available_extensions where name = 'vector'`,
	);
	const [extension] = rows;
	if (extension === undefined)
		return [
			warn(
				`${where} has no pgvector, which knowledge needs there.`,
				'Install pgvector on the server, or set TROUPE_KNOWLEDGE_STORE or TROUPE_CHROMA_URL.',
			),
		];
	return [ok(extension.installed === null ? 'pgvector is available. The first collection creates it.' : `pgvector ${extension.installed}`)];
}

/** Judges each server of an address that names several: one accepts changes, and the others are its standbys. */
async function judgeSeveralServers(address: string): Promise<Finding[]> {
	const { servers } = parseServerAddress(address);
	if (servers.length === 1) return [];
	const states = await Promise.all(servers.map(async (server) => ({ ...server, ...(await readState(server.address)) })));
	const writable = states.filter(({ isWritable }) => isWritable).map(({ host }) => host);
	return [
		...states.flatMap(({ host, isWritable, why }) => {
			if (why !== undefined)
				return [warn(`The server ${host} does not answer: ${why}.`, 'Start it as a standby, or take it out of the address.')];
			return isWritable ? [] : [ok(`${host} is a standby.`)];
		}),
		...(writable.length > 1
			? [
					fail(
						`${writable.join(' and ')} accept changes at the same time: each process uses one of them, and their states differ more with every change.`,
						'Stop all but the one that is to stay, and bring the others back as its standbys: docs/operations/shared-state.md.',
					),
				]
			: []),
	];
}

async function readState(address: string): Promise<{ isWritable: boolean; why?: string }> {
	try {
		const client = await connectApart(address, 'troupe doctor');
		try {
			const { rows } = await client.query<{ fixed: boolean }>('select pg_is_in_recovery() as fixed');
			return { isWritable: !rows[0]!.fixed };
		} finally {
			await client.end();
		}
	} catch (error) {
		return { isWritable: false, why: shortenMessage(error) };
	}
}
