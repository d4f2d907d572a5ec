import { useState } from 'preact/hooks';
import { may } from '../../../api/session';
import { Dialog } from '../../../parts/dialog';
import { Select, TextArea, TextField } from '../../../parts/fields';
import { changeSettings } from './change-settings';
import { type ChannelSettings, type Setting, toText, toValue } from './settings';
import { Preview } from './settings-preview';
import { settingsWords as words } from './settings-words';

interface SettingsFormProps {
	data: ChannelSettings;
	path: string;
	reload: () => void;
}

/** Greeting, questions, prices: settings that the channel's agents declare. */
export function SettingsForm({ data, path, reload }: SettingsFormProps) {
	const [written, setWritten] = useState<Record<string, string>>({});
	const [share, setShare] = useState('100');
	// Later changes by others are a conflict, not overwritten.
	const [asked, setAsked] = useState<{ number: number }>();
	const changed = data.settings.filter(({ name, value }) => written[name] !== undefined && written[name] !== toText(value));
	const mayChange = may('conversation:manage') && data.trial === null;
	const values = Object.fromEntries(changed.map(({ name, type }) => [name, toValue(type, written[name]!)]));
	const perform = async () => {
		const isTrial = share !== '100';
		const body = { values, ...asked, ...(isTrial && { share: Number(share) }) };
		await changeSettings(`PUT ${path}`, body, path, reload);
		setWritten({});
	};
	return (
		<section class="card">
			<h2>{words('values')}</h2>
			{data.settings.length === 0 && <p class="quiet">{words('noSettings')}</p>}
			<form
				onSubmit={(event) => {
					event.preventDefault();
					setAsked({ number: data.number });
				}}
			>
				<fieldset class="plain" disabled={!mayChange}>
					{data.settings.map((setting) => (
						<SettingField
							key={setting.name}
							setting={setting}
							text={written[setting.name] ?? toText(setting.value)}
							onChange={(text) => setWritten({ ...written, [setting.name]: text })}
						/>
					))}
					{mayChange && data.settings.length > 0 && (
						<p class="actions">
							<Select
								label={words('forWhom')}
								value={share}
								options={['100', '10', '25', '50'].map((value) => ({
									value,
									text: value === '100' ? words('forAll') : words('forShare', Number(value)),
								}))}
								onChange={setShare}
							/>
							<button type="submit" class="button main" disabled={changed.length === 0}>
								{words('preview')}
							</button>
						</p>
					)}
				</fieldset>
			</form>
			{asked && (
				<Dialog
					title={words('preview')}
					action={words(share === '100' ? 'save' : 'try')}
					close={() => setAsked(undefined)}
					perform={perform}
				>
					<p>{share === '100' ? words('saveLead') : words('tryLead', Number(share))}</p>
					<Preview changes={changed.map(({ label, value, name }) => ({ name: label, before: toText(value), after: written[name]! }))} />
				</Dialog>
			)}
		</section>
	);
}

function SettingField({ setting, text, onChange }: { setting: Setting; text: string; onChange: (text: string) => void }) {
	const { label, type, choices = [], isSet, trial } = setting;
	return (
		<div class="setting">
			{type === 'choice' && (
				<Select
					label={label}
					value={text}
					options={choices.map(({ name, label: named }) => ({ value: name, text: named }))}
					onChange={onChange}
				/>
			)}
			{type === 'number' && <TextField type="number" label={label} value={text} onChange={onChange} />}
			{(type === 'text' || type === 'list') && (
				<TextArea label={type === 'list' ? words('lines', label) : label} value={text} rows={type === 'list' ? 4 : 3} onChange={onChange} />
			)}
			{trial !== undefined && <p class="quiet">{words('trialValue', toText(trial))}</p>}
			{isSet && (
				<button type="button" class="button plain" onClick={() => onChange(toText(setting.default))}>
					{words('ofAgent')}
				</button>
			)}
		</div>
	);
}
