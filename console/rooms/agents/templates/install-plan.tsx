import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { Dialog } from '../../../parts/dialog';
import { Fault } from '../../../parts/fault';
import { Skeleton } from '../../../parts/skeleton';
import { toast } from '../../../parts/toasts';
import { agentsWords as words } from '../agents-words';
import type { Installed, Planned } from './template';

interface InstallPlanProps {
	name: string;
	path: string;
	values: Record<string, string>;
	close: () => void;
	onInstalled: (installed: Installed) => void;
}

export function InstallPlan({ name, path, values, close, onInstalled }: InstallPlanProps) {
	const ask = <Answer,>(more: object, signal?: AbortSignal) => call<Answer>(`POST ${path}`, { body: { values, ...more }, signal });
	const { data, problem, reload } = useQuery(JSON.stringify(values), (signal) => ask<Planned>({ dryRun: true }, signal));
	const lacking = data?.scopes.filter((scope) => !may(scope)) ?? [];
	const perform = async () => {
		const installed = await ask<Installed>({ allowOlder: data!.isOlder });
		toast({ text: words('installedNow', name, installed.version), kind: 'good' });
		onInstalled(installed);
	};
	return (
		<Dialog
			title={words('installNamed', name)}
			action={words('install')}
			isDangerous={data?.files.some(({ action }) => changes.includes(action))}
			isBlocked={!data || lacking.length > 0}
			close={close}
			perform={perform}
		>
			{problem && <Fault problem={problem} retry={reload} />}
			{!data && !problem && <Skeleton rows={3} />}
			{data && <Plan planned={data} />}
			{lacking.length > 0 && <p>{words('lacksRight', lacking.join(', '))}</p>}
		</Dialog>
	);
}

const changes = ['replace', 'remove'];

function Plan({ planned: { version, before, isOlder, files, agents } }: { planned: Planned }) {
	const actions = [...new Set(files.map(({ action }) => action))].filter((action) => action !== 'same');
	const deployed = files.filter(({ kind, action }) => kind === 'process' && !action.startsWith('keep') && action !== 'same');
	return (
		<>
			{before !== null && before !== version && <p>{words(isOlder ? 'planBack' : 'planUpdate', before, version)}</p>}
			{actions.length === 0 && <p>{words('planSame')}</p>}
			{actions.map((action) => (
				<div key={action}>
					<h3>{words(`plan-${action}` as 'plan-create')}</h3>
					<ul class="names">
						{files
							.filter((one) => one.action === action)
							.map(({ path }) => (
								<li key={path}>
									<code class="long">{path}</code>
								</li>
							))}
					</ul>
				</div>
			))}
			{agents.length > 0 && <p>{words('planAgents', agents.join(', '))}</p>}
			{deployed.length > 0 && <p>{words('planDeploys', deployed.length)}</p>}
		</>
	);
}
