/**
 * Share of the commands for shared state that have an endpoint: by `--service`, or by a route that does the same, which `/openapi.json` of a service must
 * have. Commands about this machine (its files, models, processes, keys of signing) do not count. Goal: 1.
 */
import { listCommands, readHelp } from '../../../test/support/list-commands';
import { startTestService } from '../../../test/support/offering-service';

/** Commands without `--service` whose work an endpoint does. */
const endpoints: Record<string, string> = {
	'agent list': 'get /api/v1/agents',
	'agent run': 'post /api/v1/agents/{agent}/runs',
	'agent show': 'get /api/v1/runs/{runId}',
	'agent resume': 'post /api/v1/runs/{runId}/resume',
	'run resume': 'post /api/v1/runs/{runId}/resume',
	'process deploy': 'post /v2/deployments',
	'process start': 'post /v2/process-instances',
	'process publish': 'post /v2/messages/publication',
	'process list': 'post /v2/process-instances/search',
	'process show': 'get /v2/process-instances/{key}',
	'process incidents': 'post /v2/incidents/search',
	'process resolve': 'post /v2/incidents/{key}/resolution',
	'process retry': 'patch /v2/jobs/{key}',
	'process tasks': 'post /v2/user-tasks/search',
	'process complete': 'post /v2/user-tasks/{key}/completion',
	'process cancel': 'post /v2/process-instances/{key}/cancellation',
	'process move': 'post /v2/process-instances/{key}/migration',
	'process cost': 'get /api/v1/usage',
	'sandbox run script': 'post /api/v1/sandbox/runs',
	'sandbox run package': 'post /api/v1/sandbox/runs',
	'sandbox run agent': 'post /api/v1/sandbox/runs',
	'sandbox run process': 'post /api/v1/sandbox/runs',
	'sandbox run workflow': 'post /api/v1/sandbox/runs',
	'sandbox run node': 'post /api/v1/sandbox/runs',
};
/** Commands on shared state that nothing over HTTP does yet. */
const missing = [
	'channel add',
	'credentials add',
	'credentials login',
	'knowledge re-embed',
	'knowledge evaluate',
	'template list',
	'template show',
	'eval run',
	'eval judge',
	'sandbox runs list',
	'sandbox runs show',
];

export async function run(): Promise<number> {
	const service = await startTestService([]);
	try {
		const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: Record<string, object> };
		const commands = await listCommands();
		const has = await Promise.all(
			commands.map(async (command) => {
				const [method = '', path = ''] = endpoints[command]?.split(' ') ?? [];
				return (await readHelp(command)).includes('--service <') || method in (paths[path] ?? {});
			}),
		);
		const covered = commands.filter((_command, index) => has[index]);
		const named = Object.keys(endpoints).filter((command) => !covered.includes(command));
		const open = [...missing.filter((command) => commands.includes(command) && !covered.includes(command)), ...named];
		console.log(`${covered.length} commands have an endpoint; without one: ${open.join(', ')}`);
		return Math.round((1000 * covered.length) / (covered.length + open.length)) / 1000;
	} finally {
		await service.close();
	}
}
