"""Tells Traditional from Simplified by the characters that only one of the two uses.

The table holds pairs of frequent characters, enough to decide for any paragraph of prose; converting
is not its business (`reader.script` does that).
"""

from __future__ import annotations

from reader.text.page import Script

_TRADITIONAL = (
    "這們個來說時過還後對會為發國學與業進經產關開問間現動務際區創術據數資訊點實質應該種電視請讓認識語"
    "調論證設計劃車輛輪轉運達邊遠選適場廠廣廳報紙線級組織結構給統續維網總縣長門閉閱陣陽隊階隨險難雲靜"
    "頁項順預領頭題願類風飛馬驗體魚鳥黃齊龍萬東專兩嚴個豐臨麗舉義樂習鄉書買亂爭虧產億僅從倉儀價優傳傷"
    "備參雙變號聽啟員圖壓處備復夠頭夾奪奮獎婦媽嬰孫寧寶實寵審寫寬將爾層屬嶺島幣帶幫幹廢張彈強歸錄徹懷"
    "態憂戰戲戶執擴掃揚損換據擔擇擊擬攝敵敗斷無舊顯曉暫術機殺雜權條極構標樣橋檢歡歲歷殘氣決沒測滿漢湯"
)
_SIMPLIFIED = (
    "这们个来说时过还后对会为发国学与业进经产关开问间现动务际区创术据数资讯点实质应该种电视请让认识语"
    "调论证设计划车辆轮转运达边远选适场厂广厅报纸线级组织结构给统续维网总县长门闭阅阵阳队阶随险难云静"
    "页项顺预领头题愿类风飞马验体鱼鸟黄齐龙万东专两严个丰临丽举义乐习乡书买乱争亏产亿仅从仓仪价优传伤"
    "备参双变号听启员图压处备复够头夹夺奋奖妇妈婴孙宁宝实宠审写宽将尔层属岭岛币带帮干废张弹强归录彻怀"
    "态忧战戏户执扩扫扬损换据担择击拟摄敌败断无旧显晓暂术机杀杂权条极构标样桥检欢岁历残气决没测满汉汤"
)
# A few of them stand in texts of either script (后, 云, 干 …), and tell nothing.
_BOTH = frozenset("后云干齐面里只种征并准制系范冲签价几克斗谷表复")
_ONLY_TRADITIONAL = frozenset(_TRADITIONAL) - frozenset(_SIMPLIFIED) - _BOTH
_ONLY_SIMPLIFIED = frozenset(_SIMPLIFIED) - frozenset(_TRADITIONAL) - _BOTH

_SAYS = dict.fromkeys(_ONLY_TRADITIONAL, 1) | dict.fromkeys(_ONLY_SIMPLIFIED, -1)


def script_of(text: str) -> Script:
    """The script that more of the telling characters of `text` belong to."""
    more = sum(map(_SAYS.__getitem__, filter(_SAYS.__contains__, text)))
    if not more:
        return Script.NEITHER
    return Script.TRADITIONAL if more > 0 else Script.SIMPLIFIED
