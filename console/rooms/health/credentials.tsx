import { call } from '../../api/call';
import { type Page, usePages } from '../../api/use-pages';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast, toastFault } from '../../parts/toasts';
import { healthWords as words } from './health-words';

interface Credential {
	name: string;
	type: string;
	state: string;
	problem: string | null;
	expiresAt: string | null;
	checkedAt: string | null;
}

const tones: Record<string, Tone> = { valid: 'good', 'expires-soon': 'warn', expired: 'bad', invalid: 'bad' };

const order = ['expires-soon', 'invalid', 'expired'];
const weigh = ({ state }: Credential): number => order.indexOf(state);

export function Credentials() {
	const pages = usePages<Credential>('credentials', (cursor, signal) =>
		call<Page<Credential>>('GET credentials', { query: { cursor, limit: 50 }, signal }),
	);
	const test = ({ name }: Credential) =>
		call<{ result: 'valid' | 'invalid' | 'untested'; problem: string | null }>(`POST credentials/${encodeURIComponent(name)}/test`, {
			body: undefined,
		})
			.then(({ result, problem }) =>
				toast({ text: problem ?? words(result === 'valid' ? 'tested' : 'untested', name), kind: result === 'invalid' ? 'bad' : 'good' }),
			)
			.catch(toastFault)
			.finally(pages.reload);
	return (
		<section class="section">
			<h2>{words('credentials')}</h2>
			<DataTable
				caption={words('credentials')}
				pages={{ ...pages, items: pages.items?.toSorted((one, other) => weigh(other) - weigh(one)) }}
				keyOf={({ name }) => name}
				empty={
					<Empty title={words('noCredentials')}>
						<p>{words('noCredentialsHelp')}</p>
					</Empty>
				}
				columns={[
					{ name: 'name', title: words('name'), isMain: true, show: ({ name }) => name },
					{ name: 'type', title: words('type'), show: ({ type }) => type },
					{
						name: 'state',
						title: words('state'),
						show: ({ state, problem }) => (
							<>
								<Status tone={tones[state] ?? 'quiet'}>{state}</Status>
								{problem !== null && <p class="line">{problem}</p>}
							</>
						),
					},
					{ name: 'ends', title: words('ends'), show: ({ expiresAt }) => (expiresAt === null ? words('never') : <Time at={expiresAt} />) },
					{
						name: 'checked',
						title: words('checked'),
						show: ({ checkedAt }) => (checkedAt === null ? words('never') : <Time at={checkedAt} />),
					},
					{
						name: 'act',
						title: '',
						show: (credential) => (
							<button
								type="button"
								class="button plain"
								aria-label={`${words('test')}: ${credential.name}`}
								onClick={() => void test(credential)}
							>
								{words('test')}
							</button>
						),
					},
				]}
			/>
		</section>
	);
}
