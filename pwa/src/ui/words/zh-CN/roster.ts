/** The roster desk: lists come in. */
export default {
  title: '导入名册',
  about: '先看清楚，确认后才导入；同一份文件导入两次不会重复。',
  importing: '导入名册',
  file: '文件', area: '区域', rows: '行数', at: '时间', state: '状态', row: '行', column: '栏目', name: '姓名', print: '打印',
  desk: {
    choose: '选择文件', drop: '也可以把文件拖到这里，一次可以放很多份。', which: '支持 .xlsx、.xls、.csv，每行一人。表头在第几行、栏目怎么叫都不要紧，下一步可以核对。已接种名单也从这里导入。',
    reading: '正在上传并读取：{name}（第 {n} 份，共 {all} 份）', tooLarge: '文件超过 {most} MB，未上传。请按村拆分，或删去图片和多余的工作表后再试。', type: '这不是能读的表格，未上传。请选择 .xlsx、.xls 或 .csv；WPS 的 .et 请先另存为 .xlsx。', refused: '没有收下的文件', dismiss: '知道了',
    waiting: '还没有导入的文件', waitingN: '还没有导入的文件（{n} 份）', before: '已经导入的', nothing: '还没有导入过名册。先从村里要来的第一份表开始。', drop1: '放弃', dropAsk: '放弃“{name}”？它还没有导入的部分不再导入，原来的文件不受影响。', dropSure: '放弃这份文件？还没有导入的部分不再导入，原来的文件不受影响。', keep: '不放弃', toSettle: '待处理', done: '已完成', settled: '都已处理',
    kind: { residents: '居民名册', vaccinated: '已接种名单' },
    go: { received: '核对栏目', checking: '继续检查', checked: '看结果，导入', staged: '继续导入' },
    is: { received: '已上传，等核对栏目', checking: '检查中断，可继续', checked: '已检查，等导入', staged: '导入了一部分，可继续', done: '已完成', discarded: '已放弃' },
    added: '新增', changed: '更改', stopped: '未导入', differences: '不一致', unplaced: '未分村',
  },
  steps: { label: '导入的步骤', columns: '核对栏目', check: '检查', look: '看结果', in: '导入', end: '完成', now: '（现在）' },
  back: '回到文件清单', another: '放弃这份文件', anotherAsk: '放弃这份文件？什么都还没有导入，以后可以重新上传。', working: '请稍候…', loading: '正在读取…',
  belongs: '名册属于', chooseArea: '请选择', wholeTown: '全镇（{name}，按表中的村、组分配）', grid: '网格', byColumn: '按表中的组或网格', kind: '这是', guessed: '“名册属于”是按文件名和栏目选的，请看一眼。',
  columns: {
    sum: '{all} 栏：认出 {known} 栏', unknown: '不认得 {n} 栏', left: '不读 {n} 栏', sheet: '工作表“{name}”，{rows} 行，表头在第 {row} 行', sheetAlone: '工作表“{name}”，{rows} 行', headerRows: '{from}–{to}',
    remembered: '这种表上次已经核对过，按上次的栏目读取。', fresh: '请核对每一栏当作什么。不认得的，选一下；选好后会记住，下次同样的表不用再选。',
    go: '检查这份表', mustName: '还没有“姓名”一栏：请在下面指出哪一栏是姓名。', mustNumber: '还没有“身份证号”一栏：已接种名单要靠它找到本人，请在下面指出。', better: '没有“身份证号”一栏：只能靠姓名和出生日期认人，重名的要人工核对。', mustArea: '请先选这份名册属于哪里。', mustHeader: '请先在下面点一下表头所在的行。', mustRows: '表头下面没有人：请换一份文件，或在下面改选表头。',
    title: '原表的栏目', sample: '前几行的内容', taken: '当作', mark: '识别', none: '— 不读 —', empty: '（空）', all: '全部', onlyUnknown: '只看没读的', used: '{title}（已用）', taker: '{title} 当作什么',
    is: { recognised: '认出', twice: '重复，不读', known: '认得，不保存', left: '不读', unknown: '不认得' },
    group: { person: '本人', household: '户', place: '住在哪里', health: '接种与健康', other: '其他（认得，不保存）' },
    original: '看原表（前 {n} 行）', wrongHeader: '表头不对？改选表头', header: '表头', headerHere: '第 {n} 行是表头', noHeader: '没有找到表头。请在下面点一下写着“姓名”等栏目名称的那一行。', rowOf: '第 {n} 行',
    again: '改栏目或区域，再检查',
  },
  sheets: { more: '这份文件里还有 {n} 张表也像名册：{names}。', mark: '、', ask: '现在只读了上面这一张，要不要一起导入？', again: '现在只读了一张。要导入其他的，请再选一次这份文件。', take: '这 {n} 张也导入', added: '已加入 {n} 份，导入完这一份接着来。' },
  check: { seconds: '约还需 {n} 秒', minutes: '约还需 {n} 分钟', title: '正在检查', doneOf: '{done} / {total} 行', canClose: '可以关闭此页：再打开时接着检查。', retry: '连不上服务器，会自动再试。已检查的不会丢。', again: '过一会儿自动再试，已做完的不会丢。', now: '现在再试', pause: '暂停', goOn: '继续检查', paused: '已暂停。' },
  look: {
    go: '导入 {n} 人', goVaccinated: '登记 {n} 剂次', goChanges: '更新 {n} 人', nothing: '没有要导入的：表中的人都已在册、没有变化，或者需要先核对。', goStaged: '照样完成', goSettle: '完成，去处理其余的', nothingBut: '没有可以直接导入的；其余的要人看，完成后在下一页处理。',
    rows: '表中行数', households: '新增户', residents: '新增人', changed: '更改', unchanged: '已在册，不更改', doses: '剂次', contraindications: '禁忌', stopped: '暂不导入的行', differences: '与现有记录不一致', unplaced: '没写村或组', not_found: '没找到的人', mended: '自动改正', new_areas: '新建村、组',
    changedHelp: '上次导入后表里改了、现有记录没有另外改过的，直接更新。', in: '将导入', out: '要人看',
  },
  tab: { label: '检查结果各部分', problems: '需核对', mended: '已改正', first: '识别结果', areas: '新建村组', again: '与现有记录比', result: '概况', differences: '不一致', unplaced: '未分村', not_found: '没找到的人', absent: '这次没有的人' },
  problems: {
    about: '行号与原表相同。', by: '按问题', all: '全部 {n}', what: '问题与办法', outcome: '这一行', staysOut: '暂不导入', goesIn: '可导入', waits: '待分配', past: { staysOut: '没有导入', goesIn: '已导入', waits: '待分配' }, firstOnly: '只列出前 {n} 处，共 {all} 处。全部不导入的行在“需改正的行”表里。', nothing: '没有需要核对的地方。', stopsOnly: '只看暂不导入的行', firstN: '{n}+',
    code: {
      'name.missing': '没有姓名', 'name.malformed': '不像姓名', 'name.several': '一格几个人', 'name.gone': '已故或迁出？', 'id_number.length': '证件号位数不对', 'id_number.characters': '证件号有错字', 'id_number.region': '证件号地区不对', 'id_number.birth': '证件号中的日期不对', 'id_number.check_digit': '证件号校验码不对',
      'id_number.excel_number': '证件号被变成数字', 'id_number.malformed': '证件号无法识别', 'birth.impossible': '日期不对', 'birth.without_year': '日期没有年份', 'birth.ahead': '出生日期晚于今天', 'birth.long_ago': '出生日期过早', 'birth.contradicts_id': '出生日期与证件号不符', 'sex.unknown': '性别无法识别', 'sex.contradicts_id': '性别与证件号不符',
      'relation.unknown': '与户主关系无法识别', 'phone.malformed': '不像电话', 'text.too_long': '太长', 'cell.error': '公式错误', 'value.malformed': '有无法保存的字符', 'resident.perhaps_twice': '可能重复', 'resident.twice_in_file': '表中重复', 'resident.number_taken': '号码是别人的', 'resident.elsewhere': '已在别村', 'area.unknown_code': '区域代码不对', 'area.other_village': '写的是别村', 'area.village_missing': '没写村', 'area.grid_missing': '没写组',
      'id_number.missing': '没有证件号', 'birth.without_day': '出生日期不全', 'dose.impossible': '接种日期不对', 'dose.without_year': '接种日期没有年份', 'dose.without_day': '接种日期不全', 'dose.ahead': '接种日期晚于今天', 'dose.before_birth': '接种早于出生', 'dose.order': '各针先后不对', 'dose.same_day': '同一天两针', 'dose.contradicts': '是否接种前后不符', 'dose.missing_before': '缺前一针', 'dose.unclear': '接种情况说不清', 'dose.full_course': '全程几针不清楚', 'dose.number_missing': '没写第几针', 'dose.none': '没写接种', 'product.unknown': '疫苗厂家不认得', 'product.unclear': '哪一针是哪种疫苗不清楚', 'remark.route_contradicts': '备注与疫苗不符', 'contraindication.unknown': '禁忌症不认得', 'reason.unknown': '未接种原因不认得', 'willingness.unknown': '接种意愿不认得',
    },
  },
  mended: { about: '这些格子写法不规范，已自动改正，不用处理；如改得不对，请在原表中改好再上传。', from: '原来', to: '改为', firstOnly: '只列出前 {n} 处，共 {all} 处。', nothing: '没有自动改正的地方。', spaces: '空' },
  areas: { about: '表中有、系统里还没有的村和网格，导入时新建：', name: '名称', level: '级别', village: '村（社区）', grid: '网格', code: '代码', nothing: '没有要新建的村和网格。' },
  first: {
    title: '前 {n} 行识别结果（共 {all} 行）', place: '村、网格', door: '门牌', relation: '与户主关系', sex: '性别', birth: '出生日期', idNumber: '证件号码', phone: '联系电话', doses: '针数', note: '备注', there: '已在册', differs: '不一致', notFound: '没找到', man: '男', woman: '女', nothing: '没有可以导入的行。',
  },
  again: {
    changed: '{n} 人：表里改了、现有记录没有另外改过，导入时直接更新。', differences: '{n} 处：表里改了，可入户时也登记了别的内容。不会覆盖，导入后在“不一致”里逐条定。', unplaced: '{n} 人没有写明村或组。先导入其他人，这些人导入后在“未分村”里分配。', notFound: '{n} 人按身份证号没有找到。导入后可下载名单。', differing: '{n} 处：与现有的接种记录不同。不会覆盖，导入后在“不一致”里逐条定。', byImport: '导入时', kind: { changed: '更新', differs: '不覆盖，待定', review: '转到审核' }, firstOnly: '只列出前 {n} 处，共 {all} 处。', none: '与现有记录没有不一致的地方。', unchanged: '{n} 人已在册，不更改。',
  },
  in: {
    title: '正在导入', canClose: '可以关闭此页：已导入的不会丢，再打开时接着导入。手机照常同步。', pause: '暂停', paused: '已暂停。已导入的保留。', goOn: '继续导入', stop: '其余的不导入了', stopAsk: '其余的不导入了？已导入的保留；以后再上传同一份文件，会接着补上。', keep: '不，继续', retry: '连不上服务器，会自动再试。已导入的不会丢。', percent: '{n}%', soFar: '已新增 {households} 户 {residents} 人',
  },
  end: {
    title: '已导入', rows: '表中行数', households: '新增户', added: '新增人', changed: '更改的人', unchanged: '已在册，未更改', elsewhere: '已在其他村，未重复登记', doses: '登记剂次', stopped: '没有导入的行', differences: '不一致，待定', unplaced: '没写村或组，待分配', not_found: '没找到的人',
    reviewed: '{n} 处转到审核。', toList: '查看居民清单', next: '下一份：{name}', nextN: '还有 {n} 份', another: '再导入一份', discarded: '已放弃。此前导入的保留，其余未导入。', good: '全部导入了，没有要处理的。',
    stoppedHelp: '下载“需改正的行”：原表的栏目都在，最后一列写着原因。改好后直接把那份表上传，其他行不用管。', download: '下载需改正的行（{n} 行）', upload: '上传改好的表', notFoundHelp: '按身份证号没有找到，接种没有登记。可能不是本镇的人，或还没有入册。', downloadNotFound: '下载没找到的人（{n} 人）',
  },
  differences: {
    about: '名册里写的与现有记录不同，而现有记录是入户时或别处登记的，所以没有覆盖。请逐条定：', ours: '现在登记的', oursThen: '当时登记的', theirs: '名册里的', by: '{name} 登记', take: '改用名册的', leave: '保留现在的', all: '全选', takeN: '所选 {n} 条改用名册的', leaveN: '所选 {n} 条保留现在的', leaveAll: '全部保留现在的', takeAll: '全部改用名册的', takeAllAsk: '全部 {n} 条都改用名册的？入户时登记的内容会被替换（历史里仍可查到）。', leaveAllAsk: '全部 {n} 条都保留现在的？', no: '不，逐条看', show: '看', open: '待定的', taken: '已改用名册的', left: '已保留的', nothing: '没有待定的了。', nothingSuch: '没有这样的。', of: '选{name}', none: '（空）', review: '转到审核的', passed: '已有更新名册的', refusedN: '{n} 条没有改成：现在的记录不允许这样改，请到居民页看一看。', reviewHelp: '这些栏目（如姓名、出生日期、证件号）要两边都看过才能改，已放进“审核”。', toReviews: '去审核', dose: '接种记录', absent: '上次有、这次没有的人',
  },
  absent: { title: '这次没有的人', about: '上一份名册里有、这一份里没有的人。不会因此删改；迁出、去世的请在居民页或入户时登记。', lastRow: '上一份的行', nothing: '没有。', ask: '与上一份名册比，看有没有少了谁' },
  tray: { about: '这些行没有写明村或组，还没有导入。选好网格，点“放到这里”，就导入到那个网格。', village: '村（社区）', grid: '网格', chooseGrid: '请选择网格', put: '所选 {n} 人放到这里', putAll: '全部 {n} 人放到这里', putAllAsk: '全部 {n} 人都放到“{grid}”？', head: '户主', address: '地址', said: '表中写的', nothing: '都已分配。', all: '全选', of: '选{name}', no: '不', noGrids: '这个村还没有网格，请先到“区域”页建立。' },
}
