"""How much a decoded text looks like Chinese: what tells the right decoder from one that only ran through.

Invariant: only the characters count, never how they were encoded, so the readings of the same bytes
by several decoders can be compared with each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from unicodedata import category

# The characters that parliamentary records, laws, reports and technical prose in either script use
# most, most frequent first; at the end, the written Cantonese of Hong Kong, which those lack.
_FREQUENT = (
    "的一和是有在人會会以用我政行不個个中發要发這这業业民們主為大为们建可應应工国國法理設设當作当定地進条條进第制經你展本管经能了生時全上實对對时员務实關务市关規加員规部出化保区區动動议"
    "下議及十方提機开到机文公新面開现產产来成年現多者其社使如來或他于府所合件於分重同等事资資體体改施力過程过并並內内安持門门自就家系強些位數它单項强代服更项得基後后入数性通單度統处统二"
    "處長推任問高问而三也學学水正需計目劃由義义题计題但果表长相划濟党将構物將好立构护济與信護令因支与命很供案责黨说标期外權增运然特前共級权責级運向平点例量意標取各之教源場器道常港决最利"
    "治革组結场收決调間情點環何金间調完委組环活技监解接置明式城已元監放選结創创據据企准育查導想四做看选农导小种種沒交從境局五商没策都按求反費依專从照只無指防无席职此路样職具费确次修户步"
    "么辦质續善確坚麼論科樣報论品示包農专質报堅變续備心列认容認领營必域領备還办助日配非营香證证还電况術变範款序那便万造存电快名說整界效医該知兩息检投装準织況范裝请批告萬网别請織术去两预"
    "原每口預別该协集網起醫执被复協類算優未比際总少让執把除优讓根審否總檢际深格线才至障许类受村须健房先態审輸積积字給流众車限律須督子价許给線输消財态违試财回型车違形天录司控減县言益縣试"
    "編着功轉编居眾促説月採转參止则六排見举價直則研再核階采舉参负引阶錄码今险稳穩負住究記注繼减爭措布台传極色记显氣争顯战傳适戰广節團乡省见亦思土节養且团低继海极聯符望联鄉險里融气维即打"
    "評严世验密群羣难予屋嚴版碼裏易測模識首真維识历升养適簡志评圍廣围驗空考觀简清游九難污夠风擴老遊圖失测手括落扩達段風较軟歷层礎署較图勵软鎮础七约观甚够值励獲视層切略候院带校身承呢镇像"
    "衞端綜补精影罰罚率断染約士东书希視史擇响終軍八又军始终斷培東税響达康申補讨億干客興話佈食启帶鼓討書超係亿額获章移藥疗己均近话急卫族官百担足擔復综择央药另兴製筑额語寫互库享队庫连充载"
    "免療操載害致絡梁斗络困停帮鬥站料幫劳詢写仍势連隊越鍵神素速远偉询勞普訴尽築伟園救属華找納勢语援头屬複派诉感份林虑啓訓西頭击習键銷习旅什稱订美涉病述错訂纳降绿慮登貿象綠销換华聽称换私"
    "號号幹贸突听针察幾千錯固兒训針守廢读园遠警覺几卻独揮届覆刚租挥儲却剛贫废满送售退待曾邊讀往償英占觉紧附边師擊克緊档訪禁庭盤毛付儿故愿女破托某走檔储损访屆振獨压狀留初购講货損宗假索談"
    "盘誌灾徵马細随貧树念壓跟偿願征災仅犯状谈託離讲细貨热滿臨籌误購筹馬街僅危师山熱贯估河樹宣競履貫答似花愛周张篇富景添虽北勝佔址顾誤努垃拟圾离隨獻套註竞油怎缺徹彻撥释釋介岸爱壞陈削腳遇"
    "郵临页戲良轻胜扶追纪铁詳音球青雖太途火含輯差招薪逐底蓋罪德贴惠輕雜戏擬鐵脚盡献絕坏般欢疾南余休隱绝拨輛残详桌循渔陳硬邮短友顧册餘早燃遵虚灣微杂哪透践張函乐樓拥幣衡漁航既瞭喜片草抓閉"
    "隐紀靠僱鉴智酬奮拆踐乎光辑室盖默声盾签矛钱牌侵譯買角播板架歡轮雙樂译歸福虛楼鐘材頁买疫奋烟冊双块零币判您貼饮儘弃印錢幼荣探輪汇析延擅幅泛稿擁辆植患殊览遗激咨棄缓败允链塊巩繁澳宅课榮"
    "趣獎駛竟跨洁縮拓覽湾聚扬归搜辩殘貸宏雇胞稅吸旧債攻裁課白聲闭闻貢右濕票諮谢館碍鏈阅辯吗飲嗎红緩驶映驅吧績缩刻驱钥礙授避若脑贷鑑卡封概聞腐半刪贡紅绩楚钟謝券妇潔矿遷挑煙宽揚石馆卷异閲"
    "频拒敗兼恢拉寬秀宜她順替辖憲味左著田鞏久云血尊磁删牢债僑奖腦疑礦江谓童黄顺汽脱併搞尝懲诚舊冲屏刑卖嘅喺咗㗎佢哋唔冇嘢啲嗰咁嚟畀攞瞓諗睇噉咩啦喇嘞囉啱嘥攰邨綫"
)
_RANKS = {character: rank for rank, character in enumerate(_FREQUENT)}
_PUNCTUATION = frozenset("，。、：；「」『』（）《》〈〉【】“”‘’？！—…％～‧·／°℃●◆■▲▼◀▶﹑")
_ASCII_OF_TEXTS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\t\n\v\f\r\x1a")

_ENOUGH = 200_000
"""Characters from which any text's likeness can be told."""
_STRETCH = 50.0
"""Nats against Chinese in one stretch that no Chinese reaches: a dozen rare characters together."""
_ELSE = 0.2
"""What other scripts and signs say in such a stretch: next to nothing, but they end it in the end."""


@dataclass(frozen=True)
class Likeness:
    """The evidence that a text is Chinese, in nats against any character being as likely as another."""

    total: float
    characters: int
    """How many characters were weighed: all but those of ASCII text."""

    @property
    def mean(self) -> float:
        """Evidence a character; prose has about 1.5, another decoder's reading of it about -3."""
        return self.total / self.characters if self.characters else 0.0


def likeness(text: str) -> Likeness:
    """Weigh a text's characters, of a long text every so many."""
    weighed = _weighed(text[:: len(text) // _ENOUGH + 1])
    total = sum(weight(character) * count for character, count in weighed.items())
    return Likeness(total, sum(weighed.values()))


def first_unlikely_stretch(text: str) -> int | None:
    """Where a text first stops to look like Chinese: a damaged place, or a part in another encoding.

    Returns:
        Offset of some character in that stretch, or None. Stretches of foreign letters, of symbols
        and of table lines are no such places.
    """
    weights = {c: max(weight(c), _RARE) for c in _weighed(text) if c >= "\u3400" or c < " "}
    # A list of rare fishes has its commas; what was decoded wrongly has none.
    weights |= dict.fromkeys("，。、；：", 10.0)
    unlikely = "".join(re.escape(c) for c, its_weight in weights.items() if its_weight == _RARE)
    if not unlikely:
        return None
    weighed_to = 0
    # Rare characters in a row are looked for first, since that takes a hundredth of the time.
    for suspect in re.finditer(f"(?:[{unlikely}][^{unlikely}]?){{3}}", text):
        evidence = 0.0
        for at in range(max(suspect.start(), weighed_to), len(text)):
            evidence = min(0.0, evidence + weights.get(text[at], _ELSE))
            if evidence < -_STRETCH:
                return at
            if evidence == 0.0 and at >= suspect.end():
                weighed_to = at
                break
    return None


def _weighed(text: str) -> Counter[str]:
    counts = Counter(text)
    for character in _ASCII_OF_TEXTS:
        counts.pop(character, None)
    return counts


_RARE = -4.0


@cache
def weight(character: str) -> float:
    """What one character says for a text being Chinese: above 0 for it, below 0 against it."""
    if character in _RANKS:
        # Zipf's law, against one of some ten thousand characters.
        return 6.5 - math.log(_RANKS[character] + 8)
    if character in _PUNCTUATION:
        return 2.5
    if "\u4e00" <= character <= "\u9fff":
        return -1.5 if _is_of_first_level(character) else _RARE
    if any(first <= character <= last for first, last in _NEUTRAL):
        return 0.0
    return -8.0 if category(character) in {"Cc", "Cn", "Co"} else _RARE


_NEUTRAL = (
    ("\u2000", "\u206f"),
    ("\u2460", "\u249b"),
    ("\u3000", "\u303f"),
    ("\ufe30", "\ufe6f"),
    ("\uff00", "\uff60"),
    ("\uffe0", "\uffe6"),
)
"""Punctuation, numbers in circles, full-width and small forms: they stand in Chinese and elsewhere."""

_FIRST_LEVELS = (("gb2312", 0xD8), ("big5", 0xC9))
"""Character sets whose frequent half comes first, and the lead byte where their rare half begins."""


def _is_of_first_level(character: str) -> bool:
    for encoding, rare_half in _FIRST_LEVELS:
        encoded = character.encode(encoding, "ignore")
        if len(encoded) == 2 and encoded[0] < rare_half:
            return True
    return False
