import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { DataTable } from '../../parts/data-table';
import { ReasonDialog } from '../../parts/dialog';
import { Empty } from '../../parts/empty';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast } from '../../parts/toasts';
import { trustWords as words } from './trust-words';

interface Key {
	id: string;
	name: string;
	role: string | null;
	allowed: string[];
	state: 'valid' | 'revoked' | 'expired';
	createdBy: string;
	expiresAt: string | null;
	lastUsedAt: string | null;
}

const tones = { valid: 'good', revoked: 'bad', expired: 'quiet' } as const;

export function Keys() {
	const { data, problem, isLoading, reload } = useQuery('keys', (signal) => call<{ items: Key[] }>('GET access-keys', { signal }), {
		every: 15_000,
	});
	const [revoking, setRevoking] = useState<Key>();
	return (
		<>
			<DataTable
				caption={words('keys')}
				pages={{ items: data?.items, problem, isLoading, reload }}
				keyOf={({ id }) => id}
				empty={<Empty title={words('noKeys')} />}
				columns={[
					{ name: 'name', title: words('name'), isMain: true, show: ({ name, id }) => <KeyName name={name} id={id} /> },
					{ name: 'state', title: words('state'), show: ({ state }) => <Status tone={tones[state]}>{words(state)}</Status> },
					{ name: 'rights', title: words('rights'), show: (key) => <Rights of={key} /> },
					{ name: 'by', title: words('by'), show: ({ createdBy }) => createdBy },
					{ name: 'ends', title: words('ends'), show: ({ expiresAt }) => (expiresAt === null ? words('never') : <Time at={expiresAt} />) },
					{
						name: 'used',
						title: words('used'),
						show: ({ lastUsedAt }) => (lastUsedAt === null ? words('never') : <Time at={lastUsedAt} />),
					},
					{
						name: 'act',
						title: '',
						show: (key) =>
							key.state === 'valid' && (
								<button type="button" class="button plain" aria-label={`${words('revoke')}: ${key.name}`} onClick={() => setRevoking(key)}>
									{words('revoke')}
								</button>
							),
					},
				]}
			/>
			{revoking && (
				<ReasonDialog
					title={`${words('revoke')}: ${revoking.name}`}
					action={words('revoke')}
					isDangerous
					close={() => setRevoking(undefined)}
					perform={async (reason) => {
						await call(`POST access-keys/${encodeURIComponent(revoking.id)}/revoke`, { body: { reason } });
						toast({ text: words('revokedNow', revoking.name), kind: 'good' });
						reload();
					}}
				>
					<p>{words('revokeLead')}</p>
				</ReasonDialog>
			)}
		</>
	);
}

const KeyName = ({ name, id }: { name: string; id: string }) => (
	<>
		{name} <code class="quiet">{id}</code>
	</>
);

const Rights = ({ of: { role, allowed } }: { of: Key }) => (
	<details>
		<summary>{role ?? words('rightsOf', allowed.length)}</summary>
		<code>{allowed.join(', ')}</code>
	</details>
);
