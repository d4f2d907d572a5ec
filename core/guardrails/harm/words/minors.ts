import { unveil } from './word-list';

/** Words that together make sexual content about minors, in any order: English, Portuguese and Spanish. */
export const minorClasses = {
	/** Who is under 18, whatever else the text says. */
	CHILD: `child children childs kid kids minor minors underage underaged toddler* preteen* prepubesc* pubescent schoolgirl* schoolboy* kindergart* preschool* infant infants newborn* kindergarten* grader graders
		lolita* loli lolis lolicon shota shotas shotacon jailbait pedo pedos pthc daughter stepdaughter niece nephew son stepson
		crianca* criancinha* menor menores menininh* garotinh* guri guria bebe bebes aluninh* ninfet* lolit* mirim infantil infantis impuber* adolescente* enteada enteado sobrinha sobrinho filha filho filhinh*
		nino ninos nina ninas nenes adolescentes colegiala colegialas hijastra sobrina sobrino`,
	/** Whose child is a curse: nobody's age is meant. */
	CURSEDMOTHER: unveil('chgn chgnf chgb juber ovgpu cneven'),
	/** Who can also be of age. */
	TEENAGER:
		'teen teens teenage* teener novinh* mocinha mocinhas student students aluna aluno alunas alunos jovencita* chiquita muchachita schoolmate* coroinha',
	YOUNGSTER: 'girl girls boy boys menina meninas menino meninos garota garotas garoto garotos moleca moleque chica chico',
	YEARS: 'year years yr yrs yo old anos aninhos aninho anios anitos',
	SCHOOL: 'grade grader graders serie primary elementary fundamental primaria kindergarten middle',
	/** Numbers from 3 to 17 in words. */
	UNDERAGE: `three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
		tres quatro cinco seis sete oito nove dez onze doze treze catorze quatorze quinze dezesseis dezessete
		cuatro siete ocho nueve diez once doce trece catorce dieciseis diecisiete`,
	LEWDNESS: `sexually sexualiz* sexualis* erotic* erotiz* nude nudes naked nudity pelad* nua nuas nudez desnud* porn* orgasm* masturbat* masturb* intercourse penetrat* fondl* molest* seduc* seduz* horny arous* excitad* tesao
		genital* lewd smut smutty hentai nsfw striptease lingerie transar transando transa sensual* sensuais incest* deflor* virginity virgindade ${unveil('cbea fyhg* chffl pbpx qvpx phz phzzvat shpx shpxvat shpxrq obbof gvgf juber* chgn chgnf ohprgn ebyn sbqre sbqraqb')}`,
	/** What is sexual only beside such words. */
	INTIMACY:
		'undress* disrob* kiss kisses kissing lick licks licking caress* touches intimate intimacy flirt* tempt* despe despindo despir beija beijando lambe lambendo acaricia* carici* intimas intimo besa lame steamy spicy suggestive groom grooming',
	/** Who protects, treats, teaches or reports does not do it: a judge decides. */
	SAFEGUARD: `abuse abused abuser abuses abuso abusos abusad* report* denunc* prevent* preven* educat* educac* educar educativ* pediatr* paediatr* doctor doctors medic* nurse enfermeir* puberty puberdade pubertad hygiene higiene diaper* fralda* bath bathing banho breastfeed* amament*
		parents parenting counsel* law laws lei leis ley police policia arrest* charged charges sentenced convicted condenad* victim* vitima* survivor* sobrevivent* safeguard* protect* proteg* protec* awareness safety seguranca
		study estudo research* pesquisa* museum painting statue* hospital symptom* sintoma* rash health saude salud transmitted vaccin* vacina* gender genero sibling* orientation court tribunal news noticia* therapist terapeuta psycholog* psicolog* crime crimes`,
};
