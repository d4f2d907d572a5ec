import { readSetting } from '../../../../core/base/settings/settings';
import { connectApart } from '../../../../providers/database/postgres/postgres-pool';
import { listMarks } from '../../../../manifests/trust/high-water';
import { getErrorMessage } from '../../../../core/base/errors';
import { fail, ok, skipped, warn, type Check, type Finding, type Machine } from '../../check';
import { listStateServers } from '../state/servers';
import { readTrustSettings } from '../trust/machine-trust';

const fewMs = 60_000;
/** A document that was issued further in the future is refused: the tolerance of the token gate. */
const maxMs = 300_000;

const repair = "Correct this machine's clock or the other one's: both should follow a time server (NTP).";

/** A server with a clock of its own. */
interface OtherClock {
	what: string;
	/** Milliseconds since the epoch; undefined when it does not tell. @throws when it does not answer, which another check reports */
	read: (signal: AbortSignal) => Promise<number | undefined>;
}

export const clockCheck: Check = {
	id: 'clock',
	looksAt: "this machine's clock, against the registry's, PostgreSQL's and Zeebe's, and against the time that was seen here before",
	async look(machine, signal) {
		const findings = await Promise.all(listClocks(machine).map((clock) => compare(clock, signal)));
		const all = [...findings, ...judgePast(machine)];
		return all.length > 0
			? all
			: [skipped('There is no other clock to compare with: no registry, PostgreSQL or REST API of Zeebe is set.')];
	},
};

function listClocks(machine: Machine): OtherClock[] {
	const { environment } = machine;
	const registry = readTrustSettings(machine).registry?.url;
	const rest = readSetting('ZEEBE_REST_ADDRESS', environment);
	return [
		...(registry === undefined
			? []
			: [{ what: 'the registry', read: (signal: AbortSignal) => readDate(new URL('healthz', registry).href, signal) }]),
		...(rest === undefined ? [] : [{ what: 'Zeebe', read: (signal: AbortSignal) => readDate(rest, signal) }]),
		...listStateServers(environment).map(({ address }) => ({ what: 'PostgreSQL', read: () => readDatabaseTime(address) })),
	];
}

/** The half of the time that the question took is on the way. */
async function compare({ what, read }: OtherClock, signal: AbortSignal): Promise<Finding> {
	const start = Date.now();
	let theirs: number | undefined;
	try {
		theirs = await read(signal);
	} catch (error) {
		return skipped(`The clock of ${what} cannot be read: ${getErrorMessage(error).split('\n')[0]}`);
	}
	if (theirs === undefined) return skipped(`${what} does not tell its time.`);
	const ours = (start + Date.now()) / 2;
	const ahead = ours - theirs;
	const text = `This machine's clock is ${Math.round(Math.abs(ahead) / 1000)} s ${ahead < 0 ? 'behind' : 'ahead of'} that of ${what}.`;
	if (Math.abs(ahead) > maxMs) return fail(text, repair);
	return Math.abs(ahead) > fewMs ? warn(text, repair) : ok(text);
}

/** Any answer has the header, a refusal too. No token is sent. */
async function readDate(url: string, signal: AbortSignal): Promise<number | undefined> {
	const answer = await fetch(url, { signal, redirect: 'manual' });
	await answer.body?.cancel();
	const date = answer.headers.get('date');
	return date === null ? undefined : Date.parse(date);
}

async function readDatabaseTime(address: string): Promise<number | undefined> {
	const client = await connectApart(address, 'troupe doctor');
	try {
		const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
		return rows[0]?.now.getTime();
	} finally {
		await client.end();
	}
}

/** Decisions are never for an earlier time than before: a clock set back makes nothing valid again. */
function judgePast({ home, nowMs }: Machine): Finding[] {
	const { lastSeen } = listMarks(home);
	if (lastSeen - nowMs <= fewMs) return [];
	const text = `A decision was made here at ${new Date(lastSeen).toISOString()}, which is in the future of this clock. Until then, documents are judged as of that time.`;
	return [fail(text, 'Correct the clock. If it was far ahead before, run `troupe manifest trust reset`.')];
}
