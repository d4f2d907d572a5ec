/** Portuguese and English, without accents. They occur in every text, so texts are not searched by them. */
export const functionWords = new Set(
	(
		'a o as os um uma uns umas de da do das dos em na no nas nos ao aos pelo pela pelos pelas por para pra pro pras pros com sem ' +
		'sobre entre ate desde apos que qual quais quem quando onde aonde como quanto quanta quantos quantas cada eu tu ele ela voces ' +
		'voce vc vcs eles elas me te se lhe lhes mim meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas dele ' +
		'dela deles delas esse essa esses essas este esta estes estas isso isto aquele aquela aquilo e es sao era eram foi foram ser ' +
		'sendo sido seja estar estao estou estava tem tenho temos ter tinha tive teve ha haver houve posso pode podem podemos poderia ' +
		'vou vai vao vamos ir devo deve devem dao nao sim ja tambem mas ou nem so depois antes ainda mais menos muito muita muitos ' +
		'muitas porque pois entao aqui ali la algum alguma alguns algumas nenhum nenhuma outro outra outros outras tudo todo toda ' +
		'todos todas ok' +
		' ' +
		'an the and or of to in on at by for with without from into onto about between until till since after before than then that ' +
		'this these those which who whom whose what when where why how i you he she it we they us them him my your his her hers our ' +
		'ours their theirs its mine yours myself yourself is are was were be been being am does did done doing have has had having can ' +
		'could will would shall should may might must let lets not if any some there here also just only very too more most but up out ' +
		'off over again im ive dont doesnt cant isnt didnt wont whats wheres hows youre s t d ll m re ve don doesn isn aren didn won ' +
		'couldn wouldn'
	).split(' '),
);

/** Occur in questions on any subject. Collections are searched by them too; code that selects or judges answers ignores them. */
export const askingWords = new Set(
	(
		'consigo consegue conseguem conseguimos conseguir quero quer queria querem queremos querer gostaria gostariamos preciso precisa ' +
		'precisamos precisam precisar faco faz fazer fazem fazemos faca fica fico ficam ficamos ' +
		'ficar acontece acontecem acontecer existe existem existir sei sabe sabem sabemos saber dou deu dei coisa ola oi bom boa obrigado obrigada favor ajuda ajudo ajudam ajudamos ajudar informar informo informacao ' +
		'gentileza duvida pergunta certo politica politicas regra regras tempo demora demorar demoram leva levo levam levamos levar traz trago trazem trazemos trazer ' +
		'funciona funcionam funcionar diz digo dizem dizemos dizer recebo recebe recebem recebemos receber fala falo falam falamos falar vem venho vimos vir veio oferece oferecem ' +
		'oferecer escreve escrevo escrevemos escrever escreva conte time take takes taking ' +
		'took bring bringing work works working say says write talk talks talking speak speaks speaking right now happens policy policies rule rules already still come comes ' +
		'came offer offers yes please thanks thank hello hi hey want wants wanted need needs get gets got much many long happen exist ' +
		'exists know tell help question wonder wondering like id'
	).split(' '),
);
