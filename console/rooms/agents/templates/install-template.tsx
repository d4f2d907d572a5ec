import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { useQuery } from '../../../api/use-query';
import { may } from '../../../api/session';
import { Command } from '../../../parts/command';
import { Fault } from '../../../parts/fault';
import { Select, TextField } from '../../../parts/fields';
import { Skeleton } from '../../../parts/skeleton';
import { agentsWords as words } from '../agents-words';
import { InstallPlan } from './install-plan';
import { InstalledTemplate } from './installed-template';
import { installCommand, type Installed, type Parameter, type Planned, type Template } from './template';

type Values = Record<string, string>;

export function InstallTemplate({ template, canServe }: { template: Template; canServe: boolean }) {
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
