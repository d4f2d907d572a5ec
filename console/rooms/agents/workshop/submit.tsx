import { useState } from 'preact/hooks';
import { go, pathOf } from '../../../app/router';
import { Command, quote } from '../../../parts/command';
import { downloadText } from '../../../parts/download-text';
import { TextArea, TextField } from '../../../parts/fields';
import { Status } from '../../../parts/status';
import { compareVersions, type Manifest } from '../registry';
import { type PromptDraft, storeDraft, writeFile } from './prompt-drafts';
import { workshopWords as words } from './workshop-words';

interface SubmitProps {
	name: string;
	draft: PromptDraft;
	version: string;
	least: string;
	errors: number;
	isChanged: boolean;
	versions: Manifest[];
	submitted: Manifest | undefined;
	change: (changes: Partial<PromptDraft>) => void;
}

const semantic = String.raw`\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.\-]{1,200})?`;
const isSemantic = new RegExp(`^${semantic}$`);

/**
 * Offers the text for the author's key, which no page has: a file, and the command that signs and submits it. Reports its arrival in the registry.
 */
export function Submit({ name, draft, version, least, errors, isChanged, versions, submitted, change }: SubmitProps) {
	const [hasFile, setFile] = useState('');
	const file = `${name}-${version}.md`;
	const taken = versions.find((one) => one.version === version && one !== submitted && one.state !== 'rejected');
	const obstacles = [
		...(errors > 0 ? [words('hasErrors', errors)] : []),
		...(isChanged ? [] : [words('unchanged')]),
		...(draft.purpose.trim() === '' ? [words('noPurpose')] : []),
		...(draft.notes.trim() === '' ? [words('noNotes')] : []),
		...(isSemantic.test(version) ? [] : [words('notSemantic')]),
		...(isSemantic.test(version) && compareVersions(version, least) < 0 ? [words('tooLow', least)] : []),
		...(taken ? [words('versionTaken', version, taken.author)] : []),
	];
	if (submitted) return <Submitted name={name} manifest={submitted} />;
	return (
		<section class="section card" aria-labelledby="submit">
			<h2 id="submit">{words('submit')}</h2>
			<div class="parameters">
				<TextField label={words('version')} maxLength={200} value={version} onChange={(value) => change({ version: value })} />
				<TextField label={words('purpose')} maxLength={1_000} value={draft.purpose} onChange={(purpose) => change({ purpose })} />
			</div>
			<TextArea label={words('notes')} value={draft.notes} onChange={(notes) => change({ notes: notes.slice(0, 1_000) })} />
			{obstacles.length > 0 ? (
				<div role="status">
					<ul>
						{obstacles.map((obstacle) => (
							<li key={obstacle}>{obstacle}</li>
						))}
					</ul>
				</div>
			) : (
				<>
					<p>{words('submitLead')}</p>
					<p class="actions">
						<button
							type="button"
							class="button main"
							onClick={() => {
								downloadText(file, writeFile(name, version, draft));
								setFile(file);
								// Once the registry has it, the next version is proposed.
								change({ version });
							}}
						>
							{words('download', file)}
						</button>
					</p>
					<Command text={`troupe manifest publish ${quote(file)} --as FOLDER --notes ${quote(draft.notes.trim())}`} />
					{hasFile === file && (
						<p role="status">
							<Status tone="busy">{words('waitsForDraft')}</Status>
						</p>
					)}
				</>
			)}
		</section>
	);
}

function Submitted({ name, manifest: { version, author, approvals, threshold } }: { name: string; manifest: Manifest }) {
	const counted = approvals.filter(({ notCounted }) => notCounted === undefined).length;
	return (
		<section class="section card" aria-labelledby="submit">
			<h2 id="submit">{words('submit')}</h2>
			<p role="status">
				<Status tone="good">{words('submitted', version, author)}</Status>
			</p>
			<p>{words('waitsForApproval', counted, threshold)}</p>
			<p class="actions">
				<button
					type="button"
					class="button main"
					onClick={() => {
						storeDraft(name, undefined);
						go(pathOf('agents', 'prompts', name));
					}}
				>
					{words('showDraft')}
				</button>
			</p>
		</section>
	);
}
