import { pathOf } from '../../../app/router';
import { Link } from '../../../parts/link';
import { agentsWords as words } from '../agents-words';
import type { Installed } from './template';

/** An installed template: its processes, agents, and files to merge by hand. */
export function InstalledTemplate({ installed, hasProcess }: { installed: Installed; hasProcess: boolean }) {
	const kept = installed.files.filter(({ action }) => action.startsWith('keep'));
	return (
		<div class="installed">
			{installed.deployed.length > 0 && (
				<>
					<h3>{words('installedProcesses')}</h3>
					<ul>
						{installed.deployed.map(({ processId, version }) => (
							<li key={processId}>
								<Link to={`processes?process=${encodeURIComponent(processId)}`}>{processId}</Link> {version}
							</li>
						))}
					</ul>
				</>
			)}
			{hasProcess && installed.deployed.length === 0 && <p class="quiet">{words('noEngine')}</p>}
			{installed.agents.length > 0 && (
				<>
					<h3>{words('installedAgents')}</h3>
					<ul>
						{installed.agents.map((id) => (
							<li key={id}>
								<Link to={pathOf('agents', 'list', id)}>{id}</Link>
							</li>
						))}
					</ul>
				</>
			)}
			{kept.length > 0 && (
				<>
					<h3>{words('kept')}</h3>
					<p>{words('keptHelp')}</p>
					<ul>
						{kept.map(({ path, action }) => (
							<li key={path}>
								<code>{action === 'keep' ? `${path}.new` : path}</code>
							</li>
						))}
					</ul>
				</>
			)}
		</div>
	);
}
