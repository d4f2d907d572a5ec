import type { RefObject } from 'preact';
import { Status } from '../../../parts/status';
import { findingWords, type Rule } from './finding-words';
import { inputName } from './prompt-drafts';
import { replaceText, showPart } from './text-editor';
import { workshopWords as words } from './workshop-words';

export interface Finding {
	rule: Rule;
	level: 'error' | 'warning';
	line: number;
	column: number;
	start: number;
	end: number;
	about?: string;
	near?: string;
	message?: string;
	fix?: string;
}

interface FindingsProps {
	findings: Finding[];
	text: string;
	area: RefObject<HTMLTextAreaElement | null>;
	addInput: (name: string) => void;
	removeInput: (name: string) => void;
}

export function Findings({ findings, text, area, addInput, removeInput }: FindingsProps) {
	const errors = findings.filter(({ level }) => level === 'error').length;
	return (
		<section class="section" aria-labelledby="findings">
			<h2 id="findings">{words('findings')}</h2>
			<p role="status">{findings.length === 0 ? words('noFindings') : words('found', errors, findings.length - errors)}</p>
			<ol class="findings">
				{findings.map((finding) => (
					<li key={`${finding.rule} ${finding.start} ${finding.about}`}>
						<FindingLine finding={finding} text={text} area={area} addInput={addInput} removeInput={removeInput} />
					</li>
				))}
			</ol>
		</section>
	);
}

function FindingLine({ finding, text, area, addInput, removeInput }: Omit<FindingsProps, 'findings'> & { finding: Finding }) {
	const { rule, level, line, column, start, end, about = '', near } = finding;
	const { what, fix } = findingWords(finding);
	const place = words('place', line, column);
	const hasPlace = rule !== 'unused-input' && end > start;
	return (
		<>
			<p class="line">
				<Status tone={level === 'error' ? 'bad' : 'warn'}>{words(level)}</Status> {what} <span class="quiet">{fix}</span>
			</p>
			<p class="actions">
				{hasPlace && (
					<button
						type="button"
						class="button plain"
						aria-label={words('goToPlace', place, what)}
						onClick={() => area.current && showPart(area.current, start, end)}
					>
						{place}
					</button>
				)}
				{near !== undefined && text.slice(start, end) === `{{${about}}}` && (
					<button type="button" class="button plain" onClick={() => area.current && replaceText(area.current, start, end, `{{${near}}}`)}>
						{words('write', `{{${near}}}`)}
					</button>
				)}
				{rule === 'broken-reference' && inputName.test(about) && (
					<button type="button" class="button plain" onClick={() => addInput(about)}>
						{words('addNamed', about)}
					</button>
				)}
				{rule === 'unused-input' && (
					<button type="button" class="button plain" onClick={() => removeInput(about)}>
						{words('removeNamed', about)}
					</button>
				)}
			</p>
		</>
	);
}
