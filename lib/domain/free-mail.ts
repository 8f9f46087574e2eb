import { domainOf } from './address';

/**
 * Domains where anyone may have a mailbox: sharing one does not make two people colleagues, and no company owns it.
 * The large providers by user numbers, with the regional ones of Europe, Russia, India, China, Korea and Japan.
 */
const FREE_MAIL = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com icloud.com me.com mac.com
  yahoo.com ymail.com rocketmail.com aol.com aim.com proton.me protonmail.com protonmail.ch pm.me tutanota.com
  tuta.com tuta.io tutamail.com fastmail.com fastmail.fm hey.com zoho.com zohomail.com mail.com email.com usa.com
  gmx.com gmx.net gmx.de gmx.at gmx.ch web.de t-online.de freenet.de arcor.de mailbox.org posteo.de posteo.net
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it
  inwind.it telefonica.net terra.es btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net bluewin.ch
  skynet.be telenet.be ziggo.nl kpnmail.nl home.nl xs4all.nl planet.nl telia.com online.no wp.pl o2.pl onet.pl
  interia.pl seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg ukr.net i.ua meta.ua
  mail.ru bk.ru list.ru inbox.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru lenta.ru comcast.net verizon.net
  att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com shaw.ca rogers.com
  sympatico.ca telus.net bigpond.com bigpond.net.au optusnet.com.au xtra.co.nz uol.com.br bol.com.br terra.com.br
  ig.com.br rediffmail.com sify.com qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com
  139.com naver.com hanmail.net daum.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com
  duck.com simplelogin.com anonaddy.com inbox.com lycos.com hushmail.com runbox.com`.split(/\s+/),
);

/** `yahoo.co.uk`, `hotmail.fr`, `live.nl`…: one provider under many country codes. */
const FREE_MAIL_BY_COUNTRY = /^(?:yahoo|hotmail|outlook|live|gmx|yandex|ymail|aol)\.(?:[a-z]{2}|com?\.[a-z]{2})$/;

/** True when the domain is a mail provider's, open to anyone. */
export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.has(domain) || FREE_MAIL_BY_COUNTRY.test(domain);
}

/** The domain to look a company up by, or `null` when the address says nothing about a company. */
export function companyDomain(address: string): string | null {
  const domain = domainOf(address);
  return domain.includes('.') && !isFreeMail(domain) ? domain : null;
}
