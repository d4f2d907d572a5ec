import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Problem, toProblem } from '../../api/problem';
import { may } from '../../api/session';
import { Command } from '../../parts/command';
import { Fault } from '../../parts/fault';
import { Select, TextField } from '../../parts/fields';
import { toast } from '../../parts/toasts';
import { agentsWords as words } from './agents-words';
import { InstalledTemplate } from './installed-template';
import { installCommand, type Installed, type Parameter, type Template } from './template';

/** The form of the values, and what installs the template with them: the service, or a command. */
export function InstallTemplate({ template, canServe }: { template: Template; canServe: boolean }) {
	const [values, setValues] = useState<Record<string, string>>({});
	const { installed, problem, isAtWork, install } = useInstall(template, values);
	const missing = template.parameters.filter((one) => one.default === undefined && !values[one.name]?.trim()).map(({ title }) => title);
	const isOffered = canServe && may('process:deploy');
	return (
		<section class="section card" aria-labelledby="install">
			<h2 id="install">{words('install')}</h2>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					void install();
				}}
			>
				<div class="parameters">
					{template.parameters.map((parameter) => (
						<Field
							key={parameter.name}
							parameter={parameter}
							value={values[parameter.name] ?? String(parameter.default ?? '')}
							onChange={(value) => setValues((before) => ({ ...before, [parameter.name]: value }))}
						/>
					))}
				</div>
				{isOffered && (
					<>
						<p>{words('installHereLead')}</p>
						{missing.length > 0 && <p class="quiet">{words('stillMissing', missing.join(', '))}</p>}
						<p class="actions">
							<button type="submit" class="button main" disabled={isAtWork || missing.length > 0}>
								{words('installHere')}
							</button>
						</p>
					</>
				)}
			</form>
			{problem && <Fault problem={problem} />}
			{installed && <InstalledTemplate installed={installed} hasProcess={template.files.some(({ kind }) => kind === 'process')} />}
			{isOffered && <h3>{words('onYourMachine')}</h3>}
			<p>{words('installLead')}</p>
			{missing.length > 0 && !isOffered && <p class="quiet">{words('missingValues', missing.join(', '))}</p>}
			<Command text={installCommand(template, values)} about={words('install')} />
		</section>
	);
}

/** Values that are refused stay in the form. */
function useInstall({ id, name }: Template, values: Record<string, string>) {
	const [installed, setInstalled] = useState<Installed>();
	const [problem, setProblem] = useState<Problem>();
	const [isAtWork, setAtWork] = useState(false);
	const install = async () => {
		setAtWork(true);
		setProblem(undefined);
		try {
			const answer = await call<Installed>(`POST templates/${encodeURIComponent(id)}/install`, { body: { values } });
			setInstalled(answer);
			toast({ text: words('installedNow', name, answer.version), kind: 'good' });
		} catch (fault) {
			setInstalled(undefined);
			setProblem(toProblem(fault));
		} finally {
			setAtWork(false);
		}
	};
	return { installed, problem, isAtWork, install };
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
