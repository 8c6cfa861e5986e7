/** Staff in bulk: a list comes in, phones are bound by a printed sheet. */
export default {
  import: '从表格导入', phones: '绑定进度',
  list: {
    title: '人员表格导入', about: '先核对，确认后才写入；同一份表导入两次不会重复。', empty: '下载空白表', everybody: '下载现有人员表', choose: '选择文件', drop: '也可以把文件拖到这里。',
    which: '支持 .xlsx、.xls 和 .csv，每行一人：姓名、联系电话、角色、村、网格。几个网格写在一格里，用顿号隔开，也可以写“1-3组”“全村”。凭电话认人。',
    village: '表里没有写村时，整张表属于', none: '（表里写了村）', reading: '正在核对…', tooLarge: '文件超过 {most} MB，不像人员名单，未上传。', another: '换一份文件', begin: '导入 {n} 人', nothing: '没有要写入的内容：表中的人都已在册，或需要先核对。',
    sheet: '工作表：{name}', rows: '行数', new: '新增', changed: '变更', same: '不变', stopped: '不导入', read: '读取的栏目：', unread: '不读取的栏目：', mended: '已自动改正 {n} 处',
    row: '行', column: '栏目', from: '原来', to: '改为', what: '问题', becomes: '将要', became: '结果', name: '姓名', phone: '联系电话', role: '角色', areas: '负责区域', problems: '需要核对 {n} 处', problemsHelp: '改好后再选一次这份表即可：已经导入的人不会重复。',
    noProblems: '没有需要核对的地方。', staysOut: '不导入', goesIn: '照样导入', staysOutPast: '没有导入', goesInPast: '已导入', all: '全部', show: '只看', nobody: '没有这样的人。', added: '增加 {names}', removed: '不再负责 {names}', was: '{field}：{from} → {to}', merged: '合并第 {rows} 行',
  },
  going: {
    title: '正在导入', of: '{done} / {total} 人', close: '可以关掉这一页：已经写入的都在，回到这里会接着导入。', stop: '停止', stopped: '已停止，写入的人都保留。', goOn: '继续', made: '新增人员', changed: '变更', same: '不变', out: '不导入', done: '导入完成',
    bind: '给新增的 {n} 人打印绑定单', toPeople: '查看人员', toPhones: '绑定进度', next: '再导入一份',
  },
  bound: {
    title: '绑定进度', at: '截至 {time}', by: '各村绑定情况', village: '村（接种点）', people: '人数', enrolled: '已绑定', waiting: '绑定单有效', without: '还没绑定', silent: '今天未同步', last: '最近同步', total: '合计', several: '负责几个村的人在各村都计数，合计只计一次。',
    state: '绑定情况', all: '全部', since: '绑定于', until: '绑定单有效至', unsent: '未上传', nobody: '没有符合条件的人。', nowhere: '未分配区域', search: '姓名、电话、区域', nothing: '还没有网格员、村干部或接种点人员。请先在“人员”页新增，或从表格导入。', print: '打印此表', whole: '看全部',
    states: { enrolled: '已绑定', waiting: '绑定单有效', expired: '绑定单过期', revoked: '手机已停用', never: '未发绑定单' },
    expiredAt: '{time} 过期', oldest: '最久未同步', never: '从未同步',
  },
  sheets: {
    make: '打印绑定单（{n} 人）', title: '绑定单', ask: '给 {n} 人各生成一个绑定码，按村分页，一人一条，剪开发给本人。', again: '其中 {n} 人手里的绑定单还有效：重新生成后，旧的马上作废。', valid: '有效期', days: '{n} 天', day: '1 天',
    why: '拿到单子的人就能绑定这个人的手机：有效期够发到本人手里就好。', go: '生成', making: '正在生成 {n} / {of}', stop: '停止', ready: '已生成 {n} 张。绑定码只显示这一次：关掉以后要再打印，须重新生成，这一批就作废。', print: '打印', leave: '返回绑定进度', sure: '离开以后这些绑定码不再显示。已经打印好了吗？', stay: '留在这里',
    head: '{village} 手机绑定单', sub: '{n} 人 · {time} 前有效 · 每个码只能用一次', once: '只能用一次，{time} 前有效', step1: '用手机相机或自带的浏览器扫码，不要用微信', step2: '点“绑定”，等名册下载完', step3: '过期或弄丢了，请找镇办重新打印', cut: '沿虚线剪开', qr: '{name}的绑定二维码',
  },
}
