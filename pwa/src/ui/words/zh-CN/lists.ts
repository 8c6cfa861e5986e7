/** Lists with chosen columns, saved views, and the tables that the office hands in. */
export default {
  view: {
    label: '视图', none: '（未选视图）', mine: '我的', shared: '共用', save: '存为视图', update: '更新视图', name: '视图名称', nameHint: '如：三组待打加强针', sharedToo: '全办公室可用',
    keep: '保存', remove: '删除视图', removeAsk: '删除视图“{name}”？名单里的人不受影响。', changed: '与视图不同', by: '{author} 的视图，只能另存', saved: '已保存。',
  },
  columns: {
    choose: '选择栏目', title: '栏目与次序', hint: '勾选要的栏目；右边的次序就是表格里的次序。', order: '次序', up: '上移 {name}', down: '下移 {name}', drop: '去掉 {name}', use: '采用', usual: '恢复常用栏目', clear: '全部去掉', none: '还没有选栏目。', count: '{n} 栏',
  },
  part: { who: '本人', home: '住户与分类', standing: '接种情况', doses: '接种史' },
  export: { list: '导出表格', roster: '导出名册（可再导入）', rosterHint: '栏目与名册导入一致，改好后可再导入；没改的不变。', all: '导出', what: '表格为当前条件和栏目；名册供核对补正后再导入。' },
  print: { print: '打印', title: '居民名单', summary: '共 {n} 人', more: '只列出前 {shown} 人，共 {n} 人。要全部请缩小条件，或导出表格。', made: '制表 {time}', nobody: '没有符合条件的居民，没有可打印的内容。', preparing: '正在准备第 {done} / {n} 人…' },
  filter: { cadre: '网格员/村干部', next: '下一针', nextN: '第 {n} 针', dosed: '末次接种于' },
  tables: {
    title: '报表', about: '按已收到的记录现算，可看、可打印、可导出 .xlsx。', builtIn: '现成的表', own: '本单位的模板', open: '打开', file: '导出表格', blank: '下载空白模板', on: '日期', until: '截至', of: '统计口径', per: '接种率分母', level: '按', by: '排名依据',
    village: '村', grid: '网格', total: '合计', none: '还没有村。请先建立区域。', noneGiven: '今日无新增接种（零报告）', given: '共 {people} 人 {doses} 剂次', first: '只显示前 {n} 行，共 {all} 行；导出和打印另见表格。', beside: '人与剂次分开列，不相加。', leads: '点数字看名单',
    ofs: { listed: '在册居民', registered: '户籍人口', resident: '常住人口' }, pers: { target: '任务数', population: '人口' }, bys: { one: '至少接种一针', full: '全程接种', booster: '加强接种' },
    up: '↑{n}', down: '↓{n}', same: '—', points: '{n}', late: '有 {n} 部手机今天还没有同步，表里没有它们手上的记录。', unsent: '已知还有 {n} 条未上传。', back: '全部报表',
  },
  signers: { title: '落款', filled: '填报人', checked: '审核人', phone: '联系电话', save: '保存落款', hint: '印在每张表的下方；填一次，以后都用。', line: '填报人：{filled}　审核人：{checked}　联系电话：{phone}', edit: '修改落款', blank: '________' },
  template: {
    upload: '上传模板（.xlsx）', name: '模板名称', nameHint: '不填用文件名；同名的会被替换', drop: '也可以把文件拖到这里。', about: '用 Excel 或 WPS 打开县里的表，把要填的单元格写成占位符再上传。样式、列宽、合并单元格、页面设置和公式都保留；宏、外部链接和网址不收。',
    taken: '已收下“{name}”。', none: '还没有上传过模板。可以先下载一张现成的空白模板，改好再上传。', fill: '填好导出', original: '下载原件', remove: '删除', removeAsk: '删除模板“{name}”？', at: '上传于', author: '上传人', repeats: '重复的行', view: '居民名单用视图', chooseView: '（全部在册居民）', working: '正在检查…', where: '位置',
    tooLarge: '文件超过 2 MB，未上传。请删去图片和多余的表后再试。', sections: { village: '每村一行', rank: '按名次每村一行', given: '当日每人每针一行', resident: '每名居民一行' }, singles: '单个的值',
  },
  places: {
    title: '占位符一览', about: '把占位符原样写进单元格，如 {single}。要重复的行，在该行任一单元格开头写上 {section}，同一行里的其他占位符就逐行填写。', example: '此刻的例子', write: '写法', filter: '查找占位符', none: '没有这样的占位符。', copied: '已复制 {what}', show: '占位符一览', begins: '行首标记',
  },
}
