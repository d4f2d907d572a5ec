import { call } from '../../../api/call';
import { useQuery } from '../../../api/use-query';
import { Fault } from '../../../parts/fault';
import { Heading } from '../../../parts/heading';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { agentsWords as words } from '../agents-words';
import { InstallTemplate } from './install-template';
import { ProcessPicture } from './process-picture';
import type { Template } from './template';

interface Found {
	source: 'registry' | 'package' | 'folder';
	warnings: string[];
	template: Template;
}

/** A template: purpose, needs, processes and files, and the install command with the values of a form. */
export function TemplatePage({ id }: { id: string }) {
	const { data, problem, reload } = useQuery(id, (signal) => call<Found>(`GET templates/${encodeURIComponent(id)}`, { signal }));
	return (
		<>
			<div class="page-head">
				<Heading name={words('template')}>{data?.template.name ?? id}</Heading>
				<p class="actions">
					<Link to="agents/templates">{words('back')}</Link>
				</p>
			</div>
			{data ? <Details found={data} /> : problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={5} />}
		</>
	);
}

function Details({ found: { source, warnings, template } }: { found: Found }) {
	const processes = template.files.filter(({ kind }) => kind === 'process');
	return (
		<>
			<p>{template.purpose}</p>
			<p class="quiet">
				<code>{template.id}</code> {template.version}, {words(`from-${source}`)}
			</p>
			{warnings.map((warning) => (
				<p key={warning}>{warning}</p>
			))}
			{processes.map(({ path, content }) => (
				<ProcessPicture key={path} name={path} xml={content} />
			))}
			{template.needs.length > 0 && (
				<section class="section card" aria-labelledby="needs">
					<h2 id="needs">{words('needs')}</h2>
					<ul>
						{template.needs.map((need) => (
							<li key={need}>{need}</li>
						))}
					</ul>
				</section>
			)}
			<InstallTemplate template={template} canServe={source !== 'folder'} />
			<section class="section card" aria-labelledby="files">
				<h2 id="files">{words('files')}</h2>
				{template.files.map(({ path, kind, content }) => (
					<details key={path}>
						<summary>
							<code>{path}</code> <span class="quiet">{kind}</span>
						</summary>
						<pre class="text">{content}</pre>
					</details>
				))}
			</section>
		</>
	);
}
