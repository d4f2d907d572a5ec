import { useState } from 'preact/hooks';
import { may } from '../../api/session';
import { announce } from '../../parts/announcements';
import { ReasonDialog } from '../../parts/dialog';
import { Time } from '../../parts/time';
import { defineWords } from '../../words/words';
import type { ShownRun } from './run';
import type { Revealing } from './use-revealed';

export function RunReveal({ run, revealing: { revealed, reveal, hide } }: { run: ShownRun; revealing: Revealing }) {
	const [isAsking, setAsking] = useState(false);
	const show = async (reason: string) => {
		await reveal(reason);
		announce(words('shown'));
	};
	if (revealed)
		return (
			<p class="actions">
				<span class="quiet">
					{words('whole')} <Time at={revealed.at} isExact />
				</span>
				<button type="button" class="button" onClick={hide}>
					{words('hide')}
				</button>
			</p>
		);
	if (!run.isRevealable) return <p class="quiet">{words(run.kept === 'none' ? 'keptNone' : 'keptMasked')}</p>;
	if (!may('conversation:manage')) return <p class="quiet">{words('refused')}</p>;
	return (
		<>
			<p class="quiet">{words('masked')}</p>
			<p class="actions">
				<button type="button" class="button" onClick={() => setAsking(true)}>
					{words('show')}
				</button>
			</p>
			{isAsking && (
				<ReasonDialog title={words('show')} action={words('show')} close={() => setAsking(false)} perform={show}>
					<p>{words('lead')}</p>
				</ReasonDialog>
			)}
		</>
	);
}

const words = defineWords(
	{
		keptNone: 'This tenant keeps no texts of runs.',
		keptMasked: 'Personal data is masked, and so it is stored: nothing more of it is kept.',
		masked: 'Personal data is masked here. This tenant keeps the texts whole.',
		refused: 'Personal data is masked here. To see the texts whole, your key needs the right conversation:manage.',
		show: 'Show the texts whole',
		hide: 'Hide them again',
		shown: 'The texts are shown whole.',
		whole: 'Shown whole, as it was at',
		lead: 'Who showed them, of which run and why is noted in the audit log. They are hidden when you leave the page, or after five minutes.',
	},
	{
		keptNone: 'Este tenant não guarda textos das execuções.',
		keptMasked: 'Os dados pessoais estão mascarados, e assim são guardados: não há nada além disso.',
		masked: 'Os dados pessoais estão mascarados aqui. Este tenant guarda os textos completos.',
		refused: 'Os dados pessoais estão mascarados aqui. Para ver os textos completos, sua chave precisa do direito conversation:manage.',
		show: 'Mostrar os textos completos',
		hide: 'Ocultar de novo',
		shown: 'Os textos estão completos agora.',
		whole: 'Textos completos, como eram em',
		lead: 'Quem mostrou, de qual execução e por quê fica registrado na auditoria. Os textos são ocultados quando você sai da página, ou depois de cinco minutos.',
	},
);
