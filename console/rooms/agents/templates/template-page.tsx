import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { Command } from '../../../parts/command';
import { Fault } from '../../../parts/fault';
import { Select, TextField } from '../../../parts/fields';
import { Heading } from '../../../parts/heading';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { useDiagram } from '../../../parts/use-diagram';
import { defineWords } from '../../../words/words';
import { agentsWords as words } from '../agents-words';
import { InstallPlan } from './install-plan';
import { InstalledTemplate } from './installed-template';
import { readSteps } from './process-steps';
import type { Installed, Parameter, Planned, Template } from './template';
import { installCommand } from './template';

type Values = Record<string, string>;

function InstallTemplate({ template, canServe }: { template: Template; canServe: boolean }) {
	const isOffered = canServe && may('process:deploy');
	const known = useQuery(
		template.id,
		isOffered ? (signal) => call<Planned>(`POST ${pathOf(template)}`, { body: { dryRun: true }, signal }) : undefined,
	);
	if (isOffered && !known.data && !known.problem) return <Skeleton rows={5} />;
	const before = Object.fromEntries(Object.entries(known.data?.values ?? {}).map(([name, value]) => [name, String(value)]));
	return (
		<section class="section card" aria-labelledby="install">
			<h2 id="install">{words('install')}</h2>
			{known.problem && <Fault problem={known.problem} retry={known.reload} />}
			{known.data?.before && <p>{words('isInstalled', known.data.before)}</p>}
			<Form template={template} before={before} isOffered={isOffered && !known.problem} reload={known.reload} />
		</section>
	);
}

const pathOf = ({ id }: Pick<Template, 'id'>): string => `templates/${encodeURIComponent(id)}/install`;

interface FormProps {
	template: Template;
	/** Values of the service, or the defaults. */
	before: Values;
	isOffered: boolean;
	reload: () => void;
}

function Form({ template, before, isOffered, reload }: FormProps) {
	const [changed, setChanged] = useState<Values>({});
	const [isAsked, setAsked] = useState(false);
	const [installed, setInstalled] = useState<Installed>();
	const valueOf = ({ name, default: preset = '' }: Parameter) => changed[name] ?? before[name] ?? String(preset);
	const values = Object.fromEntries(template.parameters.map((one) => [one.name, valueOf(one)]));
	const missing = template.parameters.filter(({ name }) => !values[name]!.trim()).map(({ title }) => title);
	return (
		<>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					setInstalled(undefined);
					setAsked(true);
				}}
			>
				<div class="parameters">
					{template.parameters.map((parameter) => (
						<Field
							key={parameter.name}
							parameter={parameter}
							value={values[parameter.name]!}
							onChange={(value) => setChanged((others) => ({ ...others, [parameter.name]: value }))}
						/>
					))}
				</div>
				{isOffered && (
					<>
						<p>{words('installHereLead')}</p>
						{missing.length > 0 && <p class="quiet">{words('stillMissing', missing.join(', '))}</p>}
						<p class="actions">
							<button type="submit" class="button main" disabled={missing.length > 0}>
								{words('installHere')}
							</button>
						</p>
					</>
				)}
			</form>
			{isAsked && (
				<InstallPlan
					name={template.name}
					path={pathOf(template)}
					values={values}
					close={() => setAsked(false)}
					onInstalled={(answer) => {
						setInstalled(answer);
						reload();
					}}
				/>
			)}
			{installed && <InstalledTemplate installed={installed} hasProcess={template.files.some(({ kind }) => kind === 'process')} />}
			{isOffered && <h3>{words('onYourMachine')}</h3>}
			<p>{words('installLead')}</p>
			{missing.length > 0 && !isOffered && <p class="quiet">{words('missingValues', missing.join(', '))}</p>}
			<Command text={installCommand(template, values)} about={words('install')} />
		</>
	);
}

function Field({ parameter, value, onChange }: { parameter: Parameter; value: string; onChange: (value: string) => void }) {
	const { title, description, type, choices = [] } = parameter;
	if (type === 'choice' || type === 'boolean') {
		const texts = type === 'choice' ? choices : ['true', 'false'];
		const named = (text: string) => (type === 'choice' ? text : words(text === 'true' ? 'yes' : 'no'));
		const options = [...(value === '' ? [''] : []), ...texts].map((text) => ({ value: text, text: text && named(text) }));
		return <Select label={title} value={value} options={options} onChange={onChange} />;
	}
	return (
		<TextField
			label={title}
			type={type}
			step={type === 'number' ? 'any' : undefined}
			value={value}
			help={description}
			onChange={onChange}
		/>
	);
}

function ProcessPicture({ name, xml }: { name: string; xml: string }) {
	const { problem, places } = useDiagram(xml, nothing);
	const steps = readSteps(xml);
	const nameOf = new Map(steps.map(({ id, name: title, type }) => [id, title === id ? readType(type) : title]));
	return (
		<figure class="process card">
			<figcaption>{words('process', name)}</figcaption>
			<div ref={places.canvas} class="canvas" hidden={problem !== undefined} />
			<div ref={places.legend} />
			<details hidden={problem !== undefined}>
				<summary>{words('outline')}</summary>
				<div ref={places.outline} />
			</details>
			<details hidden={problem !== undefined}>
				<summary>{words('diagramKeys')}</summary>
				<div ref={places.keys} />
			</details>
			<details open={problem !== undefined}>
				<summary>{words('steps')}</summary>
				<ol class="steps">
					{steps.map(({ id, type, name: title, next }) => (
						<li key={id} class={shapeOf(type)}>
							{nameOf.get(id)} {title !== id && <span class="quiet">{readType(type)}</span>}
							{next.length > 1 && (
								<ul>
									{next.map(({ by, to }, index) => (
										<li key={index}>
											{by && `${by}: `}
											{nameOf.get(to)}
										</li>
									))}
								</ul>
							)}
						</li>
					))}
				</ol>
			</details>
		</figure>
	);
}

/** The model does not run: its elements have nothing attached. */
const nothing = () => undefined;

const shapeOf = (type: string): string => (type.endsWith('Gateway') ? 'way' : type.endsWith('Event') ? 'event' : 'work');

const readType = (type: string): string => (isKnown(type) ? typeWords(type) : type);
const isKnown = (type: string): type is Parameters<typeof typeWords>[0] => types.has(type);

const english = {
	startEvent: 'start event',
	endEvent: 'end event',
	boundaryEvent: 'boundary event',
	intermediateCatchEvent: 'catch event',
	intermediateThrowEvent: 'throw event',
	task: 'task',
	serviceTask: 'service task',
	userTask: 'user task',
	scriptTask: 'script task',
	manualTask: 'manual task',
	sendTask: 'send task',
	receiveTask: 'receive task',
	businessRuleTask: 'business rule task',
	callActivity: 'call activity',
	subProcess: 'subprocess',
	adHocSubProcess: 'ad-hoc subprocess',
	eventBasedGateway: 'event-based gateway',
	exclusiveGateway: 'exclusive gateway',
	parallelGateway: 'parallel gateway',
	inclusiveGateway: 'inclusive gateway',
};
const types = new Set(Object.keys(english));
const typeWords = defineWords(english, {
	startEvent: 'evento de início',
	endEvent: 'evento de fim',
	boundaryEvent: 'evento de borda',
	intermediateCatchEvent: 'evento de captura',
	intermediateThrowEvent: 'evento de lançamento',
	task: 'tarefa',
	serviceTask: 'tarefa de serviço',
	userTask: 'tarefa de usuário',
	scriptTask: 'tarefa de script',
	manualTask: 'tarefa manual',
	sendTask: 'tarefa de envio',
	receiveTask: 'tarefa de recebimento',
	businessRuleTask: 'tarefa de regra de negócio',
	callActivity: 'atividade de chamada',
	subProcess: 'subprocesso',
	adHocSubProcess: 'subprocesso ad hoc',
	eventBasedGateway: 'desvio por eventos',
	exclusiveGateway: 'desvio exclusivo',
	parallelGateway: 'desvio paralelo',
	inclusiveGateway: 'desvio inclusivo',
});

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
