import { call, callText } from '../../api/call';
import { readClaims } from '../../api/claims';
import type { Signed } from '../../api/root';
import { may, session } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { WithRegistry } from '../agents/with-registry';
import { readRoot, type Root } from '../../api/root';
import { rootWords as words } from './root-words';

interface RootKey {
	role: string;
	keyId: string;
	owner?: string;
	/** Seconds since the epoch. */
	retiredAt?: number;
	isRevoked: boolean;
	threshold: number;
}

interface Ending {
	what: 'root' | 'snapshot' | 'token' | 'apiKey';
	name: string;
	about?: string;
	/** Milliseconds since the epoch. */
	endsAt: number;
}

const readSnapshot = async (signal: AbortSignal): Promise<Signed> =>
	readClaims(await callText(`GET tenants/${encodeURIComponent(session.value?.tenant ?? '')}/snapshot`, signal));

function listKeys({ roles, owners = {}, retiredKeys = {}, revokedKeyIds = [] }: Root): RootKey[] {
	const held = Object.entries(roles).flatMap(([role, { keyIds, threshold }]) =>
		keyIds.map((keyId) => ({
			role,
			keyId,
			threshold,
			owner: owners[keyId],
			retiredAt: retiredKeys[keyId],
			isRevoked: revokedKeyIds.includes(keyId),
		})),
	);
	return held.toSorted((one, other) => Number(isUsable(other)) - Number(isUsable(one)));
}

const isUsable = ({ retiredAt, isRevoked }: RootKey): boolean => retiredAt === undefined && !isRevoked;

interface Token {
	id: string;
	subject: string;
	expiresAt?: string;
	revokedAt?: string;
}

interface ApiKey {
	id: string;
	name: string;
	state: string;
	expiresAt: string | null;
}

/** Lists expiries, next first: registry documents, and credentials as far as the reader may see them. */
async function readEndings(root: Root, signal: AbortSignal): Promise<Ending[]> {
	const [snapshot, { tokens }, { items: keys }] = await Promise.all([
		readSnapshot(signal),
		may('registry:admin') ? call<{ tokens: Token[] }>('GET tokens', { signal }) : { tokens: [] },
		may('keys:manage') ? call<{ items: ApiKey[] }>('GET access-keys', { signal }) : { items: [] },
	]);
	const ofTokens = tokens.flatMap(({ id, subject, expiresAt, revokedAt }): Ending[] =>
		expiresAt === undefined || revokedAt !== undefined ? [] : [{ what: 'token', name: subject, about: id, endsAt: Date.parse(expiresAt) }],
	);
	const ofKeys = keys.flatMap(({ id, name, state, expiresAt }): Ending[] =>
		expiresAt === null || state !== 'valid' ? [] : [{ what: 'apiKey', name, about: id, endsAt: Date.parse(expiresAt) }],
	);
	const documents: Ending[] = [
		{ what: 'root', name: String(root.ver), endsAt: root.exp * 1_000 },
		{ what: 'snapshot', name: String(snapshot.ver), endsAt: snapshot.exp * 1_000 },
	];
	return [...documents, ...ofTokens, ...ofKeys].toSorted((one, other) => one.endsAt - other.endsAt);
}

const soonMs = 30 * 86_400_000;

/** Shows the keys of the registry and expiries, those within 30 days first. */
export const Roots = () => (
	<WithRegistry>
		<OfRegistry />
	</WithRegistry>
);

function OfRegistry() {
	const { data: root, problem, reload } = useQuery('root', readRoot, { every: 60_000 });
	if (!root) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton />;
	return (
		<>
			<p>
				{words('edition', root.ver)} <Time at={root.iat * 1_000} />.{' '}
				{root.development && <Status tone="warn">{words('development')}</Status>}
			</p>
			<Endings root={root} />
			<section class="section">
				<h2>{words('keys')}</h2>
				<DataTable
					caption={words('keys')}
					pages={{ items: listKeys(root), isLoading: false, reload }}
					keyOf={({ role, keyId }) => `${role} ${keyId}`}
					empty={<Empty title={words('noKeys')} />}
					columns={[
						{ name: 'owner', title: words('owner'), isMain: true, show: ({ owner, keyId }) => owner ?? keyId },
						{ name: 'role', title: words('role'), show: ({ role, threshold }) => words('roleOf', role, threshold) },
						{ name: 'key', title: words('key'), show: ({ keyId }) => <code>{keyId}</code> },
						{ name: 'state', title: words('state'), show: (key) => <KeyState of={key} /> },
						{
							name: 'act',
							title: '',
							show: (key) =>
								isUsable(key) && (
									<Link
										class="button plain"
										to={`trust/drill?${new URLSearchParams({ of: key.keyId })}`}
										aria-label={`${words('drill')}: ${key.keyId}`}
									>
										{words('drill')}
									</Link>
								),
						},
					]}
				/>
			</section>
		</>
	);
}

function KeyState({ of: { retiredAt, isRevoked } }: { of: RootKey }) {
	if (isRevoked) return <Status tone="bad">{words('revoked')}</Status>;
	if (retiredAt === undefined) return <Status tone="good">{words('signs')}</Status>;
	return (
		<>
			<Status tone="quiet">{words('retired')}</Status> <Time at={retiredAt * 1_000} />
		</>
	);
}

function Endings({ root }: { root: Root }) {
	const { data, problem, isLoading, reload } = useQuery(`endings ${root.ver}`, (signal) => readEndings(root, signal), { every: 60_000 });
	return (
		<section class="section">
			<h2>{words('ends')}</h2>
			<DataTable
				caption={words('ends')}
				pages={{ items: data, problem, isLoading, reload }}
				keyOf={({ what, name, about }) => JSON.stringify([what, name, about])}
				empty={<Empty title={words('nothingEnds')} />}
				columns={[
					{
						name: 'what',
						title: words('what'),
						isMain: true,
						show: ({ what, name, about }) => (
							<>
								{words(what)} {name} {about !== undefined && <code class="quiet">{about}</code>}
							</>
						),
					},
					{ name: 'at', title: words('endsAt'), show: ({ endsAt }) => <Time at={endsAt} /> },
					{ name: 'state', title: words('state'), show: (ending) => <EndState of={ending} /> },
				]}
			/>
		</section>
	);
}

function EndState({ of: { what, endsAt } }: { of: Ending }) {
	const left = endsAt - Date.now();
	const [tone, word]: [Tone, 'ended' | 'renewed' | 'soon' | 'later'] =
		left <= 0 ? ['bad', 'ended'] : what === 'snapshot' ? ['good', 'renewed'] : left < soonMs ? ['warn', 'soon'] : ['good', 'later'];
	return <Status tone={tone}>{words(word)}</Status>;
}
